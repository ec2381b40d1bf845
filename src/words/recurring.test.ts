import { describe, expect, test } from "vitest";
import { LANGUAGES, languageFor } from "./languages.ts";
import { afterTrialText, daysFreeText, offForText, oftenText, rateText, recurringText } from "./recurring.ts";

const in_ = (tag: string) => languageFor(tag, undefined);
/** French keeps a number and its unit on one line. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("how often", () => {
  // biome-ignore format: a line a language
  test.each([
    ["bg", "на месец", "на всеки 3 месеца", "на всеки 5 дни"],
    ["cs", "za měsíc", "jednou za 3 měsíce", "jednou za 5 dnů"],
    ["da", "pr. måned", "hver 3. måned", "hver 5. dag"],
    ["de", "pro Monat", "alle 3 Monate", "alle 5 Tage"],
    ["el", "ανά μήνα", "κάθε 3 μήνες", "κάθε 5 ημέρες"],
    ["en", "per month", "every 3 months", "every 5 days"],
    ["es", "al mes", "cada 3 meses", "cada 5 días"],
    ["et", "kuus", "iga 3 kuu järel", "iga 5 päeva järel"],
    ["fi", "kuukaudessa", "3 kuukauden välein", "5 päivän välein"],
    ["fil", "bawat buwan", "kada 3 buwan", "kada 5 araw"],
    ["fr", "par mois", "tous les 3 mois", "tous les 5 jours"],
    ["hi", "प्रति माह", "हर 3 महीने में", "हर 5 दिन में"],
    ["hr", "mjesečno", "jednom u 3 mjeseca", "jednom u 5 dana"],
    ["hu", "havonta", "3 havonta", "5 naponta"],
    ["id", "per bulan", "setiap 3 bulan", "setiap 5 hari"],
    ["it", "al mese", "ogni 3 mesi", "ogni 5 giorni"],
    ["ja", "毎月", "3 か月ごと", "5 日ごと"],
    ["ko", "매월", "3개월마다", "5일마다"],
    ["lt", "per mėnesį", "kas 3 mėnesius", "kas 5 dienas"],
    ["lv", "mēnesī", "ik pēc 3 mēnešiem", "ik pēc 5 dienām"],
    ["ms", "sebulan", "setiap 3 bulan", "setiap 5 hari"],
    ["nb", "per måned", "hver 3. måned", "hver 5. dag"],
    ["nl", "per maand", "elke 3 maanden", "elke 5 dagen"],
    ["pl", "miesięcznie", "co 3 miesiące", "co 5 dni"],
    ["pt-BR", "por mês", "a cada 3 meses", "a cada 5 dias"],
    ["pt-PT", "por mês", "a cada 3 meses", "a cada 5 dias"],
    ["ro", "pe lună", "la fiecare 3 luni", "la fiecare 5 zile"],
    ["ru", "в месяц", "раз в 3 месяца", "раз в 5 дней"],
    ["sk", "za mesiac", "raz za 3 mesiace", "raz za 5 dní"],
    ["sl", "na mesec", "enkrat na 3 mesece", "enkrat na 5 dni"],
    ["sv", "per månad", "var 3:e månad", "var 5:e dag"],
    ["th", "ต่อเดือน", "ทุก 3 เดือน", "ทุก 5 วัน"],
    ["tr", "aylık", "3 ayda bir", "5 günde bir"],
    ["vi", "mỗi tháng", "mỗi 3 tháng", "mỗi 5 ngày"],
    ["zh", "每月", "每3个月", "每5天"],
    ["zh-TW", "每月", "每 3 個月", "每 5 天"],
  ])("%s", (tag, monthly, quarterly, everyFiveDays) => {
    expect(oftenText({ interval: "month", interval_count: 1 }, in_(tag))).toBe(monthly);
    expect(plain(oftenText({ interval: "month", interval_count: 3 }, in_(tag)))).toBe(quarterly);
    expect(plain(oftenText({ interval: "day", interval_count: 5 }, in_(tag)))).toBe(everyFiveDays);
  });

  test("words that change with the interval or the number", () => {
    expect(plain(oftenText({ interval: "week", interval_count: 2 }, in_("fr")))).toBe(
      "toutes les 2 semaines",
    );
    expect(oftenText({ interval: "year", interval_count: 2 }, in_("da"))).toBe("hvert 2. år");
    expect(oftenText({ interval: "year", interval_count: 2 }, in_("sv"))).toBe("vart 2:a år");
    expect(oftenText({ interval: "week", interval_count: 12 }, in_("sv"))).toBe("var 12:e vecka");
    expect(oftenText({ interval: "month", interval_count: 20 }, in_("ro"))).toBe("la fiecare 20 de luni");
    expect(plain(oftenText({ interval: "week", interval_count: 21 }, in_("ru")))).toBe("раз в 21 неделю");
  });
});

test("an amount with how often it is due", () => {
  const monthly = { interval: "month", interval_count: 1 } as const;
  const quarterly = { interval: "month", interval_count: 3 } as const;
  expect(recurringText("$10.00", monthly, in_("en"))).toBe("$10.00 per month");
  expect(recurringText("¥100", monthly, in_("zh"))).toBe("每月 ¥100");
  expect(rateText("$10.00", monthly, in_("en"))).toBe("$10.00 / month");
  expect(rateText("10,00 €", quarterly, in_("de"))).toBe("10,00 € / 3 Monate");
  expect(afterTrialText("$10.00", quarterly, in_("en"))).toBe("Then $10.00 every 3 months");
  expect(afterTrialText("10,00 €", monthly, in_("de"))).toBe("Danach 10,00 € pro Monat");
});

// biome-ignore format: a line a language
test.each([
  ["bg", "Отстъпка X за 3 месеца"], ["cs", "Sleva X na 3 měsíce"], ["da", "X rabat i 3 måneder"],
  ["de", "X Rabatt für 3 Monate"], ["el", "Έκπτωση X για 3 μήνες"], ["en", "X off for 3 months"],
  ["es", "X de descuento durante 3 meses"], ["et", "Allahindlus X (3 kuud)"], ["fi", "Alennus X (3 kuukautta)"], ["fil", "X diskuwento sa loob ng 3 buwan"], ["fr", "X de réduction pendant 3 mois"], ["hi", "3 महीने के लिए X की छूट"], ["hr", "Popust X na 3 mjeseca"], ["hu", "X kedvezmény 3 hónapig"], ["id", "Diskon X selama 3 bulan"], ["it", "X di sconto per 3 mesi"], ["ja", "3 か月間 X オフ"], ["ko", "3개월 동안 X 할인"], ["lt", "Nuolaida X (3 mėnesiai)"], ["lv", "Atlaide X (3 mēneši)"], ["ms", "Diskaun X selama 3 bulan"], ["nb", "X rabatt i 3 måneder"], ["nl", "X korting gedurende 3 maanden"],
  ["pl", "X zniżki przez 3 miesiące"], ["pt-BR", "X de desconto por 3 meses"],
  ["pt-PT", "X de desconto durante 3 meses"], ["ro", "Reducere de X timp de 3 luni"],
  ["ru", "Скидка X на 3 месяца"], ["sk", "Zľava X na 3 mesiace"], ["sl", "Popust X za 3 mesece"],
  ["sv", "X rabatt i 3 månader"], ["th", "ส่วนลด X เป็นเวลา 3 เดือน"], ["tr", "3 ay boyunca X indirim"],
  ["vi", "Giảm X trong 3 tháng"], ["zh", "3个月内立减 X"], ["zh-TW", "3 個月內折抵 X"],
])("%s: a discount that ends", (tag, expected) => {
  const language = in_(tag);
  expect(plain(offForText(language.messages.order.off("X"), 3, language))).toBe(expected);
});

test.each([
  ["en", 1, "1 day free"],
  ["en", 30, "30 days free"],
  ["sv", 30, "30 gratisdagar"],
  ["cs", 3, "3 dny zdarma"],
  ["cs", 30, "30 dní zdarma"],
  ["pl", 22, "22 dni za darmo"],
  ["ro", 14, "14 zile gratuite"],
  ["ro", 30, "30 de zile gratuite"],
  ["ja", 7, "7 日間無料"],
])("%s: a trial of %i days", (tag, days, expected) => {
  expect(daysFreeText(days, in_(tag))).toBe(expected);
});

test("every language says the amount and the number", () => {
  for (const tag of LANGUAGES) {
    const language = in_(tag);
    for (const interval of ["day", "month", "week", "year"] as const) {
      const recurrence = { interval, interval_count: 7 };
      expect(afterTrialText("X1", recurrence, language), tag).toMatch(/X1.*7|7.*X1/);
      expect(rateText("X1", recurrence, language), tag).toMatch(/^X1 \/ 7/);
    }
    expect(daysFreeText(14, language), tag).toContain("14");
  }
});
