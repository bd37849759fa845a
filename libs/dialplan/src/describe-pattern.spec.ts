import { Language } from '@app/common';
import { describe, expect, it } from 'vitest';
import { describePattern } from './describe-pattern.js';

describe('describePattern', () => {
  it.each<[pattern: string, uz: string, ru: string, en: string]>([
    ['_998.', '998 va yana kamida 1 raqam', '998 и ещё хотя бы 1 цифра', '998 and at least 1 more digit'],
    ['_998X.', '998 va yana kamida 2 raqam', '998 и ещё хотя бы 2 цифры', '998 and at least 2 more digits'],
    ['_9980000000XX', '9980000000 va yana 2 raqam', '9980000000 и ещё 2 цифры', '9980000000 and 2 more digits'],
    [
      '_[1-5]X!',
      "1 dan 5 gacha bo'lgan raqam va yana kamida 1 raqam",
      'цифра от 1 до 5 и ещё хотя бы 1 цифра',
      'a digit from 1 to 5 and at least 1 more digit',
    ],
    [
      '_NXXXXXX',
      "2 dan 9 gacha bo'lgan raqam va yana 6 raqam",
      'цифра от 2 до 9 и ещё 6 цифр',
      'a digit from 2 to 9 and 6 more digits',
    ],
    ['112', 'faqat 112', 'только 112', 'only 112'],
    ['_112', 'faqat 112', 'только 112', 'only 112'],
    ['_10[1-4]', "10, keyin 1 dan 4 gacha bo'lgan raqam", '10, затем цифра от 1 до 4', '10, then a digit from 1 to 4'],
    [
      '_998!',
      "998, undan keyin yana raqamlar bo'lishi mumkin",
      '998, а за ними, может быть, ещё цифры',
      '998, and perhaps more digits after that',
    ],
    ['_X', 'istalgan raqam', 'любая цифра', 'any digit'],
    ['_XX', 'istalgan 2 raqam', 'любые 2 цифры', 'any 2 digits'],
    ['_XXXXX', 'istalgan 5 raqam', 'любые 5 цифр', 'any 5 digits'],
    ['_X.', 'kamida 2 raqam', 'хотя бы 2 цифры', 'at least 2 digits'],
    ['_X!', 'kamida 1 raqam', 'хотя бы 1 цифра', 'at least 1 digit'],
    ['_XXXX.', 'kamida 5 raqam', 'хотя бы 5 цифр', 'at least 5 digits'],
    ['_Z', "1 dan 9 gacha bo'lgan raqam", 'цифра от 1 до 9', 'a digit from 1 to 9'],
    ['_NN', "2 dan 9 gacha bo'lgan 2 raqam", '2 цифры от 2 до 9', '2 digits from 2 to 9'],
    ['_NNNNN', "2 dan 9 gacha bo'lgan 5 raqam", '5 цифр от 2 до 9', '5 digits from 2 to 9'],
    ['_998X', '998 va yana 1 raqam', '998 и ещё 1 цифра', '998 and 1 more digit'],
    [
      '_9989[01]XXXXXXX',
      '9989, keyin 0 yoki 1 raqami va yana 7 raqam',
      '9989, затем цифра 0 или 1 и ещё 7 цифр',
      '9989, then the digit 0 or 1 and 7 more digits',
    ],
    ['_[13][13]5', '2 raqam (har biri 1 yoki 3), keyin 5', '2 цифры (каждая 1 или 3), затем 5', '2 digits (each 1 or 3), then 5'],
    ['_[1379]', '1, 3, 7 yoki 9 raqami', 'цифра 1, 3, 7 или 9', 'the digit 1, 3, 7 or 9'],
    ['_9X8', '9, keyin istalgan raqam, keyin 8', '9, затем любая цифра, затем 8', '9, then any digit, then 8'],
    ['_[5]1[0-9].', '51 va yana kamida 2 raqam', '51 и ещё хотя бы 2 цифры', '51 and at least 2 more digits'],
    ['_XXXXXXXXXXXXXXXXXXXX.', 'kamida 21 raqam', 'хотя бы 21 цифра', 'at least 21 digits'],
  ])('should read %s', (pattern, uz, ru, en) => {
    expect([Language.UZ, Language.RU, Language.EN].map((language) => describePattern(pattern, language))).toEqual([uz, ru, en]);
  });

  it.each(['', '_', 'x', '_998X.,1', '_[5-1]', '998.'])('should read nothing into %j', (text) => {
    expect(describePattern(text, Language.EN)).toBeUndefined();
  });
});
