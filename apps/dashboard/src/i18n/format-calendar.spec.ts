import { describe, expect, it } from 'vitest';
import { formatDigits, formatMonth, weekdays, wholeDayFormat } from './format-calendar';

describe('a day in the calendar', () => {
  it.each([
    ['uz', '07.12.2019', 'Dekabr 2019', '2019-yil 7-dekabr, shanba'],
    ['ru', '07.12.2019', 'Декабрь 2019', 'суббота, 7 декабря 2019 г.'],
    ['en', '07/12/2019', 'December 2019', 'Saturday 7 December 2019'],
  ] as const)('should read in %s: %s, %s, %s', (language, digits, month, whole) => {
    expect(formatDigits('2019-12-07', language)).toBe(digits);
    expect(formatMonth('2019-12-07', language)).toBe(month);
    // Whether there is a comma behind the weekday differs between versions of ICU.
    expect(wholeDayFormat(language)('2019-12-07').replace('Saturday,', 'Saturday')).toBe(whole);
  });

  it('should be told of the weekday that it is, at both ends of the week', () => {
    expect(wholeDayFormat('uz')('2026-11-23')).toBe('2026-yil 23-noyabr, dushanba');
    expect(wholeDayFormat('uz')('2026-11-29')).toBe('2026-yil 29-noyabr, yakshanba');
  });

  it('should be empty where there is none', () => {
    expect(formatDigits('', 'uz')).toBe('');
  });
});

describe('weekdays', () => {
  it.each([
    ['uz', 'Du Se Cho Pa Ju Sha Ya', 'dushanba', 'yakshanba'],
    ['ru', 'Пн Вт Ср Чт Пт Сб Вс', 'понедельник', 'воскресенье'],
    ['en', 'Mon Tue Wed Thu Fri Sat Sun', 'Monday', 'Sunday'],
  ] as const)('should go from Monday to Sunday in %s: %s', (language, short, first, last) => {
    const days = weekdays(language);
    expect(days.map((day) => day.short).join(' ')).toBe(short);
    expect([days[0]?.long, days[6]?.long]).toEqual([first, last]);
  });
});
