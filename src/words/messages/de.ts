/** Every phrase of the page, in German. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT =
  "Ihre Kreditkarte wurde abgelehnt. Versuchen Sie stattdessen, mit einer Debitkarte zu zahlen.";

export const de: Messages = {
  tag: "de",

  notice: {
    title: "Checkstand, ein lokaler Testserver.",
    text: "Dies ist nicht Stripe. Es fließt kein Geld, und es werden nur Testkarten akzeptiert.",
    poweredBefore: "Nicht",
    powered: "Powered by Stripe",
    poweredAfter: "Dies ist Checkstand, ein lokaler Testserver",
  },
  testMode: "Testmodus",

  header: { backTo: (business) => `Zurück zu ${business}`, back: "Zurück" },
  summary: {
    title: (business) => `Kasse – ${business}`,
    pay: (business) => `${business} bezahlen`,
    save: "Ihre Zahlungsdaten speichern",
    order: "Bestellübersicht",
    details: "Details",
    quantity: (count) => `Menge: ${count}`,
    each: (amount) => `je ${amount}`,
    subtotal: "Zwischensumme",
    total: "Fälliger Gesamtbetrag",
  },
  order: {
    update: "Aktualisieren",
    updated: (total) => `Bestellung aktualisiert. Fälliger Gesamtbetrag: ${total}.`,
    changed: (total) =>
      `Der Gesamtbetrag hat sich auf ${total} geändert. Es wurde nichts abgebucht: Prüfen Sie Ihre ` +
      "Bestellung und zahlen Sie erneut.",
    shipping: "Versand",
    free: "Kostenlos",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `${percent} Rabatt`,
  },
  tax: {
    tax: "Steuern",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, enthalten)`,
    exempt: (name) => `${name} (steuerbefreit)`,
    reverseCharge: (name) => `${name} (Steuerschuldnerschaft des Leistungsempfängers)`,
    pending: "Adresse zur Berechnung eingeben",
    failed: "Berechnung nicht möglich",
  },
  promotion: {
    add: "Gutscheincode hinzufügen",
    apply: "Anwenden",
    remove: (code) => `${code} entfernen`,
    missing: "Geben Sie einen Gutscheincode ein.",
    invalid: "Dieser Code ist ungültig.",
    expired: "Dieser Gutscheincode ist abgelaufen.",
    used: "Dieser Code wurde bereits so oft wie möglich eingelöst.",
    inactive: "Dieser Code ist nicht aktiv.",
    otherCustomer: "Dieser Code gehört zu einem anderen Kundenkonto.",
    firstPurchase: "Dieser Code gilt nur für den ersten Einkauf.",
    minimum: "Ihre Bestellung erreicht den Mindestbetrag für diesen Code nicht.",
  },
  quantity: {
    title: "Menge aktualisieren",
    label: "Menge",
    labelOf: (item) => `Menge von ${item}`,
    change: (item) => `Menge von ${item} ändern`,
    more: "Menge erhöhen",
    less: "Menge verringern",
    update: "Aktualisieren",
    close: "Schließen",
    between: (least, most) => `Geben Sie eine Menge von ${least} bis ${most} ein.`,
    zeroRemoves: "Mit 0 wird der Artikel entfernt.",
  },
  customAmount: {
    label: "Betrag",
    change: "Betrag ändern",
    missing: "Geben Sie einen Betrag ein.",
    invalid: "Geben Sie einen gültigen Betrag ein.",
    atLeast: (amount) => `Der Betrag muss mindestens ${amount} sein.`,
    atMost: (amount) => `Der Betrag darf höchstens ${amount} sein.`,
  },
  shippingOption: {
    heading: "Versandart",
    atLeast: (time) => `Mindestens ${time}`,
    upTo: (time) => `Bis zu ${time}`,
    between: (least, most) => `${least} bis ${most}`,
    businessDays: (count, plural) => (plural === "one" ? `${count} Werktag` : `${count} Werktage`),
  },

  recurring: {
    per: { day: "pro Tag", month: "pro Monat", week: "pro Woche", year: "pro Jahr" },
    every: (time) => `alle ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "Tag", month: "Monat", week: "Woche", year: "Jahr" },
    daysFree: (count, plural) => (plural === "one" ? `${count} Tag kostenlos` : `${count} Tage kostenlos`),
    afterTrial: (amount) => `Danach ${amount}`,
    usage: "Nach Verbrauch",
    from: (amount) => `Ab ${amount}`,
    subscribeTo: (item) => `${item} abonnieren`,
    tryItem: (item) => `${item} testen`,
    totalToday: "Heute fälliger Gesamtbetrag",
    totalAfterTrial: "Gesamtbetrag nach dem Testzeitraum",
    terms: (business) =>
      `Mit dem Abonnieren ermächtigen Sie ${business}, Ihnen bis zur Kündigung Beträge gemäß den ` +
      "Bedingungen in Rechnung zu stellen.",
  },

  form: {
    label: "Zahlungsdaten",
    email: "E-Mail",
    emailPlaceholder: "email@example.com",
    card: "Karte",
    cardInformation: "Kartendaten",
    cardNumber: "Kartennummer",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Ablaufdatum",
    expirationPlaceholder: "MM / JJ",
    cvc: "CVC",
    name: "Karteninhaber/in",
    namePlaceholder: "Vollständiger Name auf der Karte",
    nameOnCard: "Name auf der Karte",
    country: "Land oder Region",
    payWithCard: "Mit Karte zahlen",
    payWith: (method: string) => `Mit ${method} zahlen`,
    fullName: "Vollständiger Name",
    fullNamePlaceholder: "Vor- und Nachname",
    redirected: "Nach dem Absenden werden Sie weitergeleitet, um die nächsten Schritte sicher abzuschließen.",
    nameOnAccount: "Name des Kontoinhabers",
    accountNumber: "Kontonummer",
    mandate: (business) => `Mit der Bestätigung erlauben Sie ${business}, Ihr Konto zu belasten.`,
    told: "Nach der Bestätigung erhalten Sie eine Nummer, mit der Sie zahlen.",
  },
  heading: {
    contact: "Kontaktdaten",
    shipping: "Versandinformationen",
    method: "Zahlungsmethode",
    methodTabs: "Mit Karte zahlen",
    billing: "Rechnungsdaten",
  },
  phone: {
    label: "Telefonnummer",
    country: "Ländervorwahl",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Lieferadresse",
    billing: "Rechnungsadresse",
    search: "Adresse",
    manual: "Adresse manuell eingeben",
    name: "Name",
    line1: "Adresszeile 1",
    line2: "Adresszeile 2",
    cities: {
      city: "Ort",
      district: "Bezirk",
      post_town: "Stadt oder Ort",
      suburb: "Vorort",
    },
    regions: {
      area: "Gebiet",
      county: "Grafschaft",
      department: "Departement",
      emirate: "Emirat",
      island: "Insel",
      parish: "Gemeinde",
      prefecture: "Präfektur",
      province: "Provinz",
      region: "Region",
      state: "Bundesstaat",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Postleitzahl (PIN)",
      postal: "Postleitzahl",
      zip: "Postleitzahl",
    },
    sameAsShipping: "Rechnungsadresse stimmt mit Lieferadresse überein",
  },
  saved: {
    cards: "Gespeicherte Karten",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Gültig bis ${date}`,
    newCard: "Neue Karte verwenden",
    newMethod: "Andere Zahlungsmethode verwenden",
    remove: "Entfernen",
    removeCard: (card) => `${card} entfernen`,
    save: "Meine Zahlungsdaten für künftige Einkäufe speichern",
  },
  wallet: {
    save: "Meine Daten für schnelleres Bezahlen speichern",
    none: "Checkstand hat kein Link: Dieses Kästchen bewirkt nichts.",
  },
  business: {
    purchasing: "Ich kaufe als Unternehmen",
    name: "Name des Unternehmens",
    taxIdType: "Art der Steuer-ID",
    taxId: "Steuer-ID",
  },
  fields: {
    optional: (label) => `${label} (optional)`,
    choose: "Auswählen …",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Ich stimme den ",
      terms("Allgemeinen Geschäftsbedingungen"),
      " und der ",
      privacy("Datenschutzerklärung"),
      ` von ${business} zu`,
    ],
    termsOnly: (business, terms) => [
      "Ich stimme den ",
      terms("Allgemeinen Geschäftsbedingungen"),
      ` von ${business} zu`,
    ],
    promotions: (business) => `Ich möchte Neuigkeiten und Angebote von ${business} erhalten`,
    reuse: (business) =>
      `Mit der Angabe Ihrer Kartendaten gestatten Sie ${business}, Ihre Karte für künftige Zahlungen gemäß ` +
      "den Bedingungen des Unternehmens zu belasten.",
  },
  submit: {
    pay: (amount) => `${amount} zahlen`,
    payAny: "Zahlen",
    book: "Buchen",
    donate: "Spenden",
    subscribe: "Abonnieren",
    startTrial: "Testzeitraum starten",
    complete: "Bestellung abschließen",
    save: "Karte speichern",
    processing: "Wird verarbeitet …",
    paid: "Zahlung abgeschlossen",
    saved: "Karte gespeichert",
  },

  faults: {
    account_incomplete: "Ihre Kontodaten sind unvollständig.",
    answer_not_digits: "Geben Sie nur Ziffern ein.",
    country_not_served: "Wählen Sie ein anderes Land oder eine andere Zahlungsmethode.",
    cvc_incomplete: "Der Sicherheitscode Ihrer Karte ist unvollständig.",
    email_invalid: "Ihre E-Mail-Adresse ist ungültig.",
    exp_incomplete: "Das Ablaufdatum Ihrer Karte ist unvollständig.",
    exp_invalid: "Das Ablaufdatum Ihrer Karte ist ungültig.",
    exp_month_past: "Das Ablaufdatum Ihrer Karte liegt in der Vergangenheit.",
    exp_year_past: "Das Ablaufjahr Ihrer Karte liegt in der Vergangenheit.",
    iban_invalid: "Die eingegebene IBAN ist ungültig.",
    name_missing: "Bitte geben Sie den Namen auf Ihrer Karte an",
    number_incomplete: "Ihre Kartennummer ist unvollständig.",
    number_invalid: "Ihre Kartennummer ist ungültig.",
    phone_invalid: "Ihre Telefonnummer ist ungültig.",
    required: "Erforderlich",
    tax_id_invalid: "Ihre Steuer-ID ist ungültig.",
    terms_missing: "Stimmen Sie den Bedingungen zu, um fortzufahren.",
    zip_invalid: "Ihre Postleitzahl ist ungültig",
  },
  lengthFaults: {
    answer_too_short: (count) => `Geben Sie mindestens ${count} Zeichen ein.`,
    answer_too_long: (count) => `Geben Sie höchstens ${count} Zeichen ein.`,
  },
  declines: {
    authentication_required:
      "Ihre Karte wurde abgelehnt. Für diese Transaktion ist eine Authentifizierung erforderlich.",
    card_not_supported: "Diese Karte wird hier nicht akzeptiert. Verwenden Sie eine andere Karte.",
    card_velocity_exceeded:
      "Ihre Karte wurde abgelehnt, weil sie zu häufig hintereinander verwendet oder ihr Betragslimit " +
      "überschritten wurde.",
    expired_card: "Ihre Karte ist abgelaufen. Versuchen Sie es mit einer anderen Karte.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Der CVC Ihrer Karte ist falsch.",
    incorrect_zip: "Die Prüfung der Postleitzahl Ihrer Karte ist fehlgeschlagen.",
    insufficient_funds:
      "Ihre Kreditkarte wurde wegen unzureichender Deckung abgelehnt. Versuchen Sie stattdessen, mit einer " +
      "Debitkarte zu zahlen.",
    lost_card: DECLINED_CREDIT,
    processing_error:
      "Bei der Verarbeitung Ihrer Karte ist ein Fehler aufgetreten. Versuchen Sie es in Kürze noch einmal.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Ihre Karte wurde abgelehnt. Ihre Anfrage erfolgte im Testmodus, aber mit einer echten Karte statt " +
      "einer Testkarte. Eine Liste gültiger Testkarten finden Sie unter https://stripe.com/docs/testing.",
  },
  declined: "Ihre Karte wurde abgelehnt. Bitte versuchen Sie es mit einer anderen Karte.",
  authenticationFailed:
    "Ihre Zahlungsmethode konnte nicht authentifiziert werden. Bitte wählen Sie eine andere " +
    "Zahlungsmethode und versuchen Sie es noch einmal.",
  trouble: "Etwas ist schiefgelaufen, und es wurde nichts abgebucht. Bitte versuchen Sie es noch einmal.",
  busy: "Ihre Anfrage wird bereits verarbeitet. Warten Sie einen Moment und versuchen Sie es dann noch einmal.",
  taxFailed: "Für Ihre Adresse konnten keine Steuern berechnet werden. Prüfen Sie die Adresse.",
  cardGone: "Diese Karte ist nicht mehr verfügbar. Verwenden Sie eine andere Karte.",
  unreachable:
    "Der Server ist nicht erreichbar. Prüfen Sie, ob er läuft, und versuchen Sie es dann noch einmal.",
  staleToken: "Diese Seite ist veraltet. Laden Sie sie neu und versuchen Sie es noch einmal.",

  complete: {
    title: "Hier ist alles erledigt",
    text:
      "Diese Checkout-Sitzung ist abgeschlossen. Es ist nichts mehr zu bezahlen; Sie können die Seite " +
      "schließen.",
    session: "Sitzung",
    hint:
      "Haben Sie eine neue Sitzung erwartet? Eine Anfrage, die einen früheren Idempotency-Key wiederholt, " +
      "erhält die frühere Sitzung zurück. Senden Sie für jeden Einkauf einen neuen Schlüssel.",
  },
  expired: {
    title: "Dieser Bezahlvorgang ist abgelaufen",
    text:
      "Es wurde nichts abgebucht. Gehen Sie zurück zum Shop und beginnen Sie von vorn, um eine neue " +
      "Bezahlseite zu erhalten.",
    recoverText: "Es wurde nichts abgebucht. Sie können dort weitermachen, wo Sie aufgehört haben.",
    recover: "Neu beginnen",
  },
  thanks: {
    title: "Danke für Ihre Zahlung",
    text: (business) => `Ihre Zahlung an ${business} war erfolgreich. Sie können diese Seite schließen.`,
    nothingDue: (business) =>
      `Ihre Bestellung bei ${business} ist abgeschlossen. Sie können diese Seite schließen.`,
  },
  link: {
    inactiveTitle: "Dieser Link ist nicht mehr aktiv",
    inactiveText: "Er wurde abgeschaltet, oder alles, was er anbot, ist vergriffen.",
    unknownTitle: "Diesen Zahlungslink gibt es nicht",
    unknownText:
      "Prüfen Sie die Adresse. Ein Server, der seine Daten im Arbeitsspeicher hält, vergisst seine Links, " +
      "wenn er beendet wird.",
    recoveryTitle: "Dieser Link ist nicht mehr gültig",
    recoveryText:
      "Ein Bezahlvorgang kann bis zu 30 Tage nach seinem Ablauf wieder aufgenommen werden. Gehen Sie " +
      "zurück zum Shop und beginnen Sie von vorn.",
  },
  invoice: {
    title: (number) => `Rechnung ${number}`,
    paid: (amount, date) => `${amount} bezahlt am ${date}`,
    due: (amount) => `${amount} fällig`,
    number: "Rechnungsnummer",
    issued: "Ausstellungsdatum",
    paidOn: "Zahlungsdatum",
    from: "Von",
    billTo: "Rechnung an",
    shipTo: "Lieferung an",
    item: "Beschreibung",
    quantity: "Menge",
    unitPrice: "Einzelpreis",
    amount: "Betrag",
    withoutTax: (label) => `${label} (ohne Steuern)`,
    discount: (name, off) => `${name} (${off} Rabatt)`,
    total: "Gesamtbetrag",
    amountPaid: "Bezahlter Betrag",
    amountDue: "Fälliger Betrag",
    download: "PDF herunterladen",
    unknownTitle: "Diese Rechnung gibt es nicht",
    unknownText:
      "Prüfen Sie die Adresse. Ein Server, der seine Daten im Arbeitsspeicher hält, vergisst seine " +
      "Rechnungen, wenn er beendet wird.",
  },
  unknown: {
    title: "Diese Checkout-Sitzung gibt es nicht",
    text:
      "Prüfen Sie die Adresse. Ein Server, der seine Daten im Arbeitsspeicher hält, vergisst seine " +
      "Sitzungen, wenn er beendet wird.",
  },
  wrongHost: {
    title: "Dieser Server ist unter diesem Namen nicht erreichbar",
    text:
      "Öffnen Sie die Seite unter der Adresse, die der Server ausgegeben hat, oder starten Sie ihn mit " +
      "diesem Namen als Adresse der Bezahlseite.",
  },
  refused: {
    title: "Diese Anfrage wurde abgelehnt",
    text: "Sie kam nicht von der Bezahlseite selbst. Öffnen Sie die Seite noch einmal und zahlen Sie dort.",
  },
  trouble_page: {
    title: "Etwas ist schiefgelaufen",
    text:
      "Auf dem Server ist ein unerwarteter Fehler aufgetreten; mehr steht im Protokoll. Es wurde nichts " +
      "abgebucht.",
  },
  leaving: {
    title: "Zahlung abgeschlossen",
    text: "Sie werden zum Shop zurückgeleitet.",
    thanks: "Vielen Dank",
    link: "Weiter",
  },
  voucher: {
    title: (method) => `Mit ${method} bezahlen`,
    payBy: (amount, date) => `${amount} bis ${date} bezahlen`,
    number: "Nummer",
    entity: "Empfänger",
    reference: "Referenz",
    code: "Zahlungscode",
    paid: "Dieser Zahlschein wurde bezahlt.",
    over: "Dieser Zahlschein kann nicht mehr bezahlt werden.",
    text: "Es fließt kein Geld. In Tests entscheidet die E-Mail-Adresse, wie es ausgeht.",
  },
  bank: {
    title: (method: string) => `${method}-Testzahlungsseite`,
    text: (method: string) =>
      `Diese Seite vertritt ${method}. Keine Bank wird gefragt, und kein Geld wird bewegt. Wählen Sie, wie die Zahlung ausgeht.`,
    authorize: "Testzahlung autorisieren",
    fail: "Testzahlung ablehnen",
    authorizeSetup: "Testeinrichtung autorisieren",
    failSetup: "Testeinrichtung ablehnen",
  },
  challenge: {
    dialog: "Authentifizieren Sie Ihre Zahlung",
    frame: "3D-Secure-Abfrage",
    title: "3D-Secure-2-Testseite",
    text: "Eine Bank würde hier fragen, ob wirklich Sie zahlen. Wählen Sie, wie das ausgeht.",
    complete: "Abschließen",
    fail: "Fehlschlagen lassen",
    close: "Authentifizierung abbrechen",
    over: "Diese Authentifizierung ist beendet",
    overText: "Sie wurde bereits beantwortet. Sie können diese Seite schließen.",
  },
};
