import type { Advice } from './index.js';

export const uz: Advice = {
  WRONG_CREDENTIALS:
    "Provayder Login va Passwordni qabul qilmayapti: ikkalasini provayder xatidan qayta ko'chiring, bosh harflarga e'tibor bering, bo'sh joy qoldirmang.",
  FORBIDDEN:
    "Provayder bu hisobni rad etmoqda: Login va Passwordni tekshiring, so'ng provayderdan raqam uchun to'lov qilinganini va IP manzilingizga ruxsat borligini so'rang.",
  UNKNOWN_LOGIN: "Provayder bunday Loginni bilmaydi: uni harfma-harf tekshiring, SIP Server to'g'ri yozilganini ham ko'ring.",
  INTERVAL_TOO_BRIEF:
    "Provayder ro'yxatdan uzoqroq muddatga o'tishni talab qilmoqda: qo'shimcha sozlamalarda ro'yxat muddatini oshiring, masalan 3600 soniya.",
  PROVIDER_FAILED:
    "Provayderning o'zida nosozlik bor yoki u band. Trunk o'zi qayta urinadi; uzoq davom etsa, provayderga qo'ng'iroq qiling.",
  REFUSED:
    "Provayder rad etmoqda. Yonidagi provayder javobini o'qing, Login va SIP Serverni tekshiring, so'ng shu javobni provayder yordam xizmatiga ayting.",
  NO_ANSWER:
    "Javob yo'q: SIP Server, Port (odatda 5060, TLS uchun 5061) va Transportni tekshiring, tarmoq himoyasi (firewall) SIPni to'smayotganini ko'ring. Ba'zi provayderlar faqat o'zlari bilgan manzilga javob beradi.",
  UNKNOWN_HOST:
    "Bunday nom yo'q: SIP Server yozilishini tekshiring yoki provayder bergan IP manzilni kiriting. Bu yerda DNS ishlayotganini ham ko'ring.",
  CONNECTION_REFUSED:
    'Server bor, lekin bu Portda hech narsa tinglamayapti: Port (odatda 5060, TLS uchun 5061) va Transportni provayderdan aniqlang.',
  TLS_FAILED:
    "U yerda TLS ulanishi o'rnatilmadi: Portni tekshiring (TLS odatda 5061) yoki provayder aytgan Transportni tanlang, ko'pincha UDP.",
  CERTIFICATE_UNTRUSTED:
    "Server sertifikatini bu yerda tanilmagan markaz imzolagan. Provayderdan uning CA sertifikatini so'rab, faylini SIP_CA_FILE da ko'rsating yoki boshqa Transport tanlang.",
  CERTIFICATE_EXPIRED:
    "Server sertifikatining muddati tugagan yoki hali boshlanmagan: shu kompyuter soatini tekshiring, so'ng provayderga xabar bering.",
  CERTIFICATE_NAME:
    'Sertifikat boshqa nomga berilgan: SIP Server maydoniga IP manzil yoki boshqa nom emas, sertifikatdagi nomni kiriting.',
  REASON_UNKNOWN:
    "Asterisk sababini aytmaydi. SIP Server, Port, Transport, Login va Passwordni tekshiring. Sabablarni ko'rish uchun SIP xabarlaridan nusxa olishni yoqing (HEP, docs/settings.md ga qarang).",
};
