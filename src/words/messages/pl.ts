/** Every phrase of the page, in Polish. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "Twoja karta kredytowa została odrzucona. Spróbuj zapłacić kartą debetową.";

export const pl: Messages = {
  tag: "pl",

  notice: {
    title: "Checkstand, lokalny serwer testowy.",
    text: "To nie jest Stripe. Żadne pieniądze nie są przekazywane, przyjmowane są tylko karty testowe.",
    poweredBefore: "To nie jest",
    powered: "Powered by Stripe",
    poweredAfter: "To jest Checkstand, lokalny serwer testowy",
  },
  testMode: "Tryb testowy",

  header: { backTo: (business) => `Wróć do: ${business}`, back: "Wróć" },
  summary: {
    title: (business) => `Płatność – ${business}`,
    pay: (business) => `Zapłać na rzecz ${business}`,
    save: "Zapisz dane płatności",
    order: "Podsumowanie zamówienia",
    details: "Szczegóły",
    quantity: (count) => `Ilość: ${count}`,
    each: (amount) => `${amount} za szt.`,
    subtotal: "Suma częściowa",
    total: "Łącznie do zapłaty",
  },
  order: {
    update: "Zaktualizuj",
    updated: (total) => `Zamówienie zaktualizowane. Łącznie do zapłaty: ${total}.`,
    changed: (total) =>
      `Łączna kwota zmieniła się na ${total}. Nie pobrano opłaty: sprawdź zamówienie i zapłać ponownie.`,
    shipping: "Dostawa",
    free: "Bezpłatnie",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `${percent} zniżki`,
  },
  tax: {
    tax: "Podatek",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, w cenie)`,
    exempt: (name) => `${name} (zwolnienie)`,
    reverseCharge: (name) => `${name} (odwrotne obciążenie)`,
    pending: "Podaj adres, aby obliczyć",
    failed: "Nie udało się obliczyć",
  },
  promotion: {
    add: "Dodaj kod promocyjny",
    apply: "Zastosuj",
    remove: (code) => `Usuń ${code}`,
    missing: "Wpisz kod promocyjny.",
    invalid: "Ten kod jest nieprawidłowy.",
    expired: "Ten kod promocyjny wygasł.",
    used: "Limit użyć tego kodu został wyczerpany.",
    inactive: "Ten kod jest nieaktywny.",
    otherCustomer: "Ten kod jest przeznaczony dla innego klienta.",
    firstPurchase: "Ten kod jest ważny tylko przy pierwszym zakupie.",
    minimum: "Zamówienie nie osiąga minimalnej kwoty dla tego kodu.",
  },
  quantity: {
    title: "Zmień ilość",
    label: "Ilość",
    labelOf: (item) => `Ilość: ${item}`,
    change: (item) => `Zmień ilość: ${item}`,
    more: "Zwiększ ilość",
    less: "Zmniejsz ilość",
    update: "Zaktualizuj",
    close: "Zamknij",
    between: (least, most) => `Wpisz ilość od ${least} do ${most}.`,
    zeroRemoves: "0 usuwa pozycję.",
  },
  customAmount: {
    label: "Kwota",
    change: "Zmień kwotę",
    missing: "Wpisz kwotę.",
    invalid: "Wpisz prawidłową kwotę.",
    atLeast: (amount) => `Kwota musi wynosić co najmniej ${amount}.`,
    atMost: (amount) => `Kwota może wynosić najwyżej ${amount}.`,
  },
  shippingOption: {
    heading: "Metoda dostawy",
    atLeast: (time) => `Co najmniej ${time}`,
    upTo: (time) => `Maksymalnie ${time}`,
    between: (least, most) => `${least} – ${most}`,
    businessDays: (count, plural) => {
      if (plural === "one") return `${count} dzień roboczy`;
      return plural === "few" ? `${count} dni robocze` : `${count} dni roboczych`;
    },
  },

  recurring: {
    per: { day: "dziennie", month: "miesięcznie", week: "tygodniowo", year: "rocznie" },
    every: (time) => `co ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "dzień", month: "miesiąc", week: "tydzień", year: "rok" },
    daysFree: (count, plural) => (plural === "one" ? `${count} dzień za darmo` : `${count} dni za darmo`),
    afterTrial: (amount) => `Następnie ${amount}`,
    usage: "Na podstawie użycia",
    from: (amount) => `Od ${amount}`,
    subscribeTo: (item) => `Subskrypcja: ${item}`,
    tryItem: (item) => `Wypróbuj: ${item}`,
    totalToday: "Łącznie do zapłaty dzisiaj",
    totalAfterTrial: "Razem po okresie próbnym",
    terms: (business) =>
      `Subskrybując, upoważniasz ${business} do pobierania opłat zgodnie z warunkami do czasu anulowania.`,
  },

  form: {
    label: "Dane płatności",
    email: "E-mail",
    emailPlaceholder: "email@example.com",
    card: "Karta",
    cardInformation: "Dane karty",
    cardNumber: "Numer karty",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Data ważności",
    expirationPlaceholder: "MM / RR",
    cvc: "CVC",
    name: "Imię i nazwisko posiadacza karty",
    namePlaceholder: "Imię i nazwisko na karcie",
    nameOnCard: "Imię i nazwisko na karcie",
    country: "Kraj lub region",
    payWithCard: "Zapłać kartą",
    payWith: (method: string) => `Zapłać przez ${method}`,
    fullName: "Imię i nazwisko",
    fullNamePlaceholder: "Imię i nazwisko",
    redirected: "Po wysłaniu nastąpi przekierowanie, aby bezpiecznie wykonać kolejne kroki.",
    nameOnAccount: "Imię i nazwisko właściciela rachunku",
    accountNumber: "Numer rachunku",
    mandate: (business) => `Potwierdzając, zezwalasz firmie ${business} na obciążenie Twojego rachunku.`,
    told: "Po potwierdzeniu zobaczysz numer, którym zapłacisz.",
  },
  heading: {
    contact: "Dane kontaktowe",
    shipping: "Dane dostawy",
    method: "Metoda płatności",
    methodTabs: "Zapłać kartą",
    billing: "Dane rozliczeniowe",
  },
  phone: {
    label: "Numer telefonu",
    country: "Numer kierunkowy",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Adres dostawy",
    billing: "Adres rozliczeniowy",
    search: "Adres",
    manual: "Wpisz adres ręcznie",
    name: "Imię i nazwisko",
    line1: "Adres, wiersz 1",
    line2: "Adres, wiersz 2",
    cities: {
      city: "Miejscowość",
      district: "Dzielnica",
      post_town: "Miasto lub miejscowość",
      suburb: "Przedmieście",
    },
    regions: {
      area: "Obszar",
      county: "Hrabstwo",
      department: "Departament",
      emirate: "Emirat",
      island: "Wyspa",
      parish: "Parafia",
      prefecture: "Prefektura",
      province: "Prowincja",
      region: "Region",
      state: "Stan",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Kod pocztowy (PIN)",
      postal: "Kod pocztowy",
      zip: "Kod pocztowy",
    },
    sameAsShipping: "Dane rozliczeniowe takie same jak dane dostawy",
  },
  saved: {
    cards: "Zapisane karty",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Ważna do ${date}`,
    newCard: "Użyj nowej karty",
    newMethod: "Użyj innej metody płatności",
    remove: "Usuń",
    removeCard: (card) => `Usuń ${card}`,
    save: "Zapisz moje dane płatności na potrzeby przyszłych zakupów",
  },
  wallet: {
    save: "Zapisz moje dane, aby płacić szybciej",
    none: "Checkstand nie ma usługi Link: to pole nie ma żadnego działania.",
  },
  business: {
    purchasing: "Kupuję jako firma",
    name: "Nazwa firmy",
    taxIdType: "Rodzaj numeru podatkowego",
    taxId: "Numer podatkowy",
  },
  fields: {
    optional: (label) => `${label} (opcjonalnie)`,
    choose: "Wybierz…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Akceptuję ",
      terms("warunki świadczenia usług"),
      " i ",
      privacy("politykę prywatności"),
      ` ${business}`,
    ],
    termsOnly: (business, terms) => ["Akceptuję ", terms("warunki świadczenia usług"), ` ${business}`],
    promotions: (business) => `Chcę otrzymywać aktualności i oferty od ${business}`,
    reuse: (business) =>
      `Podając dane karty, zezwalasz ${business} na obciążanie Twojej karty przyszłymi płatnościami ` +
      "zgodnie z warunkami sprzedawcy.",
  },
  submit: {
    pay: (amount) => `Zapłać ${amount}`,
    payAny: "Zapłać",
    book: "Zarezerwuj",
    donate: "Przekaż darowiznę",
    subscribe: "Subskrybuj",
    startTrial: "Rozpocznij okres próbny",
    complete: "Złóż zamówienie",
    save: "Zapisz kartę",
    processing: "Przetwarzanie…",
    paid: "Płatność zakończona",
    saved: "Karta zapisana",
  },

  faults: {
    account_incomplete: "Dane rachunku są niekompletne.",
    answer_not_digits: "Wpisz tylko cyfry.",
    country_not_served: "Wybierz inny kraj lub inną metodę płatności.",
    cvc_incomplete: "Kod bezpieczeństwa karty jest niekompletny.",
    email_invalid: "Adres e-mail jest nieprawidłowy.",
    exp_incomplete: "Data ważności karty jest niekompletna.",
    exp_invalid: "Data ważności karty jest nieprawidłowa.",
    exp_month_past: "Data ważności karty już minęła.",
    exp_year_past: "Rok ważności karty już minął.",
    iban_invalid: "Podany numer IBAN jest nieprawidłowy.",
    name_missing: "Podaj imię i nazwisko widniejące na karcie",
    number_incomplete: "Numer karty jest niekompletny.",
    number_invalid: "Numer karty jest nieprawidłowy.",
    phone_invalid: "Numer telefonu jest nieprawidłowy.",
    required: "Wymagane",
    tax_id_invalid: "Numer podatkowy jest nieprawidłowy.",
    terms_missing: "Zaakceptuj warunki, aby kontynuować.",
    zip_invalid: "Kod pocztowy jest nieprawidłowy",
  },
  lengthFaults: {
    answer_too_short: (count, plural) => {
      if (plural === "one") return `Wpisz co najmniej ${count} znak.`;
      return plural === "few" ? `Wpisz co najmniej ${count} znaki.` : `Wpisz co najmniej ${count} znaków.`;
    },
    answer_too_long: (count, plural) => {
      if (plural === "one") return `Wpisz nie więcej niż ${count} znak.`;
      return plural === "few"
        ? `Wpisz nie więcej niż ${count} znaki.`
        : `Wpisz nie więcej niż ${count} znaków.`;
    },
  },
  declines: {
    authentication_required: "Twoja karta została odrzucona. Ta transakcja wymaga uwierzytelnienia.",
    card_not_supported: "Ta karta nie jest tu akceptowana. Użyj innej karty.",
    card_velocity_exceeded:
      "Twoja karta została odrzucona z powodu zbyt częstych prób lub przekroczenia jej limitu kwotowego.",
    expired_card: "Twoja karta straciła ważność. Spróbuj użyć innej karty.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Kod CVC karty jest niepoprawny.",
    incorrect_zip: "Weryfikacja kodu pocztowego karty nie powiodła się.",
    insufficient_funds:
      "Twoja karta kredytowa została odrzucona z powodu niewystarczających środków. Spróbuj zapłacić kartą " +
      "debetową.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Podczas przetwarzania karty wystąpił błąd. Spróbuj ponownie za chwilę.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Twoja karta została odrzucona. Żądanie wysłano w trybie testowym, ale użyto karty innej niż testowa " +
      "(prawdziwej). Lista prawidłowych kart testowych: https://stripe.com/docs/testing.",
  },
  declined: "Twoja karta została odrzucona. Spróbuj użyć innej karty.",
  authenticationFailed:
    "Nie możemy uwierzytelnić Twojej metody płatności. Wybierz inną metodę płatności i spróbuj ponownie.",
  trouble: "Coś poszło nie tak, ale nie pobrano opłaty. Spróbuj ponownie.",
  busy: "Twoje żądanie jest już przetwarzane. Odczekaj chwilę i spróbuj ponownie.",
  taxFailed: "Nie udało się obliczyć podatku dla Twojego adresu. Sprawdź adres.",
  cardGone: "Ta karta nie jest już dostępna. Użyj innej karty.",
  unreachable: "Nie udało się połączyć z serwerem. Sprawdź, czy działa, i spróbuj ponownie.",
  staleToken: "Ta strona jest nieaktualna. Odśwież ją i spróbuj ponownie.",

  complete: {
    title: "To już wszystko",
    text: "Ta sesja płatności jest zakończona. Nie ma już nic do zapłaty i możesz zamknąć tę stronę.",
    session: "Sesja",
    hint:
      "Tu miała być nowa sesja? Żądanie, które powtarza wcześniejszy Idempotency-Key, otrzymuje " +
      "wcześniejszą sesję. Do każdego zakupu wysyłaj nowy klucz.",
  },
  expired: {
    title: "Ta sesja płatności wygasła",
    text: "Nie pobrano opłaty. Wróć do sklepu i zacznij od nowa, aby otrzymać nową stronę płatności.",
    recoverText: "Nie pobrano opłaty. Nadal możesz wrócić do przerwanego zakupu.",
    recover: "Zacznij od nowa",
  },
  thanks: {
    title: "Dziękujemy za płatność",
    text: (business) => `Płatność na rzecz ${business} została zrealizowana. Możesz zamknąć tę stronę.`,
    nothingDue: (business) => `Zamówienie w ${business} zostało złożone. Możesz zamknąć tę stronę.`,
  },
  link: {
    inactiveTitle: "Ten link nie jest już aktywny",
    inactiveText: "Został wyłączony albo wszystko, co przez niego sprzedawano, już się wyprzedało.",
    unknownTitle: "Nie ma takiego linku do płatności",
    unknownText:
      "Sprawdź adres. Serwer, który przechowuje dane w pamięci, po zatrzymaniu zapomina swoje linki.",
    recoveryTitle: "Ten link nie jest już ważny",
    recoveryText:
      "Do przerwanego zakupu można wrócić w ciągu 30 dni od wygaśnięcia sesji. Wróć do sklepu i zacznij od " +
      "nowa.",
  },
  invoice: {
    title: (number) => `Faktura ${number}`,
    paid: (amount, date) => `Zapłacono ${amount} dnia ${date}`,
    due: (amount) => `${amount} do zapłaty`,
    number: "Numer faktury",
    issued: "Data wystawienia",
    paidOn: "Data zapłaty",
    from: "Sprzedawca",
    billTo: "Nabywca",
    shipTo: "Adres dostawy",
    item: "Opis",
    quantity: "Ilość",
    unitPrice: "Cena jednostkowa",
    amount: "Kwota",
    withoutTax: (label) => `${label} (bez podatku)`,
    discount: (name, off) => `${name} (${off} zniżki)`,
    total: "Razem",
    amountPaid: "Zapłacono",
    amountDue: "Do zapłaty",
    download: "Pobierz PDF",
    unknownTitle: "Nie ma takiej faktury",
    unknownText:
      "Sprawdź adres. Serwer, który przechowuje dane w pamięci, po zatrzymaniu zapomina swoje faktury.",
  },
  unknown: {
    title: "Nie ma takiej sesji płatności",
    text: "Sprawdź adres. Serwer, który przechowuje dane w pamięci, po zatrzymaniu zapomina swoje sesje.",
  },
  wrongHost: {
    title: "Ten serwer nie odpowiada pod tą nazwą",
    text:
      "Otwórz stronę pod adresem, który wyświetlił serwer, albo uruchom serwer z tym adresem jako adresem " +
      "strony płatności.",
  },
  refused: {
    title: "To żądanie zostało odrzucone",
    text: "Nie pochodziło ze strony płatności. Otwórz stronę ponownie i zapłać na niej.",
  },
  trouble_page: {
    title: "Coś poszło nie tak",
    text: "Serwer napotkał nieoczekiwany błąd; więcej jest w jego dzienniku. Nie pobrano opłaty.",
  },
  leaving: {
    title: "Płatność zakończona",
    text: "Wracasz do sklepu.",
    thanks: "Dziękujemy",
    link: "Kontynuuj",
  },
  voucher: {
    title: (method) => `Zapłać przez ${method}`,
    payBy: (amount, date) => `Zapłać ${amount} do ${date}`,
    number: "Numer",
    entity: "Podmiot",
    reference: "Numer referencyjny",
    code: "Kod płatności",
    paid: "Ten kupon został opłacony.",
    over: "Tego kuponu nie można już opłacić.",
    text: "Żadne pieniądze nie są przekazywane. W testach o wyniku decyduje adres e-mail.",
  },
  bank: {
    title: (method: string) => `Strona płatności testowej ${method}`,
    text: (method: string) =>
      `Ta strona zastępuje ${method}. Żaden bank nie jest pytany i żadne pieniądze nie są przesyłane. Wybierz, jak zakończy się płatność.`,
    authorize: "Autoryzuj płatność testową",
    fail: "Odrzuć płatność testową",
    authorizeSetup: "Autoryzuj konfigurację testową",
    failSetup: "Odrzuć konfigurację testową",
  },
  challenge: {
    dialog: "Uwierzytelnij płatność",
    frame: "Weryfikacja 3D Secure",
    title: "Strona testowa 3D Secure 2",
    text: "Tutaj bank zapytałby, czy to naprawdę Ty płacisz. Wybierz, jak ma się to zakończyć.",
    complete: "Potwierdź",
    fail: "Odrzuć",
    close: "Anuluj uwierzytelnianie",
    over: "To uwierzytelnianie jest zakończone",
    overText: "Odpowiedź została już udzielona. Możesz zamknąć tę stronę.",
  },
};
