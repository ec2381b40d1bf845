/** Every phrase of the page, in Romanian. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT =
  "Cardul dvs. de credit a fost refuzat. Încercați să plătiți, în schimb, cu un card de debit.";

/** Romanian says "20 de zile", but "2 zile" and "1 zi". */
function counted(count: string, plural: Intl.LDMLPluralRule, one: string, several: string): string {
  if (plural === "one") return `${count} ${one}`;
  return plural === "few" ? `${count} ${several}` : `${count} de ${several}`;
}

export const ro: Messages = {
  tag: "ro",

  notice: {
    title: "Checkstand, un server local de testare.",
    text: "Acesta nu este Stripe. Nu se transferă bani și se acceptă doar carduri de test.",
    poweredBefore: "Nu este",
    powered: "Powered by Stripe",
    poweredAfter: "Acesta este Checkstand, un server local de testare",
  },
  testMode: "Mod de testare",

  header: { backTo: (business) => `Înapoi la ${business}`, back: "Înapoi" },
  summary: {
    title: (business) => `Finalizarea comenzii – ${business}`,
    pay: (business) => `Plătiți către ${business}`,
    save: "Salvați detaliile de plată",
    order: "Sumarul comenzii",
    details: "Detalii",
    quantity: (count) => `Cantitate: ${count}`,
    each: (amount) => `${amount} fiecare`,
    subtotal: "Subtotal",
    total: "Total de plată",
  },
  order: {
    update: "Actualizați",
    updated: (total) => `Comanda a fost actualizată. Total de plată: ${total}.`,
    changed: (total) =>
      `Totalul s-a modificat la ${total}. Nu vi s-a debitat nicio sumă: verificați comanda și plătiți ` +
      "din nou.",
    shipping: "Livrare",
    free: "Gratuit",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `Reducere de ${percent}`,
  },
  tax: {
    tax: "Taxe",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, inclus)`,
    exempt: (name) => `${name} (scutit)`,
    reverseCharge: (name) => `${name} (taxare inversă)`,
    pending: "Introduceți adresa pentru calcul",
    failed: "Nu s-a putut calcula",
  },
  promotion: {
    add: "Adăugați un cod promoțional",
    apply: "Aplicați",
    remove: (code) => `Eliminați ${code}`,
    missing: "Introduceți un cod promoțional.",
    invalid: "Acest cod nu este valid.",
    expired: "Acest cod promoțional a expirat.",
    used: "Acest cod a atins numărul maxim de utilizări.",
    inactive: "Acest cod nu este activ.",
    otherCustomer: "Acest cod este destinat altui client.",
    firstPurchase: "Acest cod este valabil doar pentru prima achiziție.",
    minimum: "Comanda dvs. nu atinge suma minimă pentru acest cod.",
  },
  quantity: {
    title: "Actualizați cantitatea",
    label: "Cantitate",
    labelOf: (item) => `Cantitate pentru ${item}`,
    change: (item) => `Modificați cantitatea pentru ${item}`,
    more: "Măriți cantitatea",
    less: "Micșorați cantitatea",
    update: "Actualizați",
    close: "Închideți",
    between: (least, most) => `Introduceți o cantitate de la ${least} la ${most}.`,
    zeroRemoves: "Valoarea 0 elimină articolul.",
  },
  customAmount: {
    label: "Sumă",
    change: "Modificați suma",
    missing: "Introduceți o sumă.",
    invalid: "Introduceți o sumă validă.",
    atLeast: (amount) => `Suma trebuie să fie de cel puțin ${amount}.`,
    atMost: (amount) => `Suma trebuie să fie de cel mult ${amount}.`,
  },
  shippingOption: {
    heading: "Metodă de livrare",
    atLeast: (time) => `Cel puțin ${time}`,
    upTo: (time) => `Până la ${time}`,
    between: (least, most) => `De la ${least} la ${most}`,
    businessDays: (count, plural) => counted(count, plural, "zi lucrătoare", "zile lucrătoare"),
  },

  recurring: {
    per: { day: "pe zi", month: "pe lună", week: "pe săptămână", year: "pe an" },
    every: (time) => `la fiecare ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "zi", month: "lună", week: "săptămână", year: "an" },
    daysFree: (count, plural) => counted(count, plural, "zi gratuită", "zile gratuite"),
    afterTrial: (amount) => `Apoi ${amount}`,
    usage: "În funcție de utilizare",
    from: (amount) => `De la ${amount}`,
    subscribeTo: (item) => `Abonați-vă la ${item}`,
    tryItem: (item) => `Încercați ${item}`,
    totalToday: "Total de plată astăzi",
    totalAfterTrial: "Total după perioada de probă",
    terms: (business) =>
      `Prin abonare, autorizați compania ${business} să vă taxeze conform termenilor săi până la anulare.`,
  },

  form: {
    label: "Detalii de plată",
    email: "E-mail",
    emailPlaceholder: "email@example.com",
    card: "Card",
    cardInformation: "Informațiile cardului",
    cardNumber: "Numărul cardului",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Data expirării",
    expirationPlaceholder: "LL / AA",
    cvc: "CVC",
    name: "Numele titularului de card",
    namePlaceholder: "Numele complet de pe card",
    nameOnCard: "Numele de pe card",
    country: "Țară sau regiune",
    payWithCard: "Plătiți cu cardul",
    payWith: (method: string) => `Plătește cu ${method}`,
    fullName: "Nume complet",
    fullNamePlaceholder: "Prenume și nume",
    redirected: "După trimitere vei fi redirecționat pentru a finaliza în siguranță pașii următori.",
    nameOnAccount: "Numele titularului contului",
    accountNumber: "Numărul contului",
    mandate: (business) => `Prin confirmare, permiteți ca ${business} să debiteze contul dvs.`,
    told: "După confirmare veți vedea un număr cu care plătiți.",
  },
  heading: {
    contact: "Informații de contact",
    shipping: "Informații de livrare",
    method: "Metodă de plată",
    methodTabs: "Plătiți cu cardul",
    billing: "Informații de facturare",
  },
  phone: {
    label: "Număr de telefon",
    country: "Prefix de țară",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Adresă de livrare",
    billing: "Adresă de facturare",
    search: "Adresă",
    manual: "Introduceți adresa manual",
    name: "Nume",
    line1: "Adresă, rândul 1",
    line2: "Adresă, rândul 2",
    cities: {
      city: "Localitate",
      district: "District",
      post_town: "Oraș",
      suburb: "Suburbie",
    },
    regions: {
      area: "Zonă",
      county: "Comitat",
      department: "Departament",
      emirate: "Emirat",
      island: "Insulă",
      parish: "Parohie",
      prefecture: "Prefectură",
      province: "Provincie",
      region: "Regiune",
      state: "Stat",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Cod PIN poștal",
      postal: "Cod poștal",
      zip: "Cod ZIP",
    },
    sameAsShipping: "Informațiile de facturare coincid cu cele de livrare",
  },
  saved: {
    cards: "Carduri salvate",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Expiră: ${date}`,
    newCard: "Folosiți un card nou",
    newMethod: "Folosește altă metodă de plată",
    remove: "Eliminați",
    removeCard: (card) => `Eliminați ${card}`,
    save: "Salvați detaliile mele de plată pentru achiziții viitoare",
  },
  wallet: {
    save: "Salvați datele mele pentru o plată mai rapidă",
    none: "Checkstand nu are Link: această casetă nu are niciun efect.",
  },
  business: {
    purchasing: "Cumpăr ca persoană juridică",
    name: "Denumirea firmei",
    taxIdType: "Tipul codului fiscal",
    taxId: "Cod fiscal",
  },
  fields: {
    optional: (label) => `${label} (opțional)`,
    choose: "Selectați…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Sunt de acord cu ",
      terms("Termenii și condițiile"),
      " și cu ",
      privacy("Politica de confidențialitate"),
      ` ale companiei ${business}`,
    ],
    termsOnly: (business, terms) => [
      "Sunt de acord cu ",
      terms("Termenii și condițiile"),
      ` companiei ${business}`,
    ],
    promotions: (business) => `Doresc să primesc noutăți și oferte de la ${business}`,
    reuse: (business) =>
      `Prin furnizarea informațiilor cardului, permiteți companiei ${business} să vă debiteze ` +
      "cardul pentru plăți viitoare, în conformitate cu termenii săi.",
  },
  submit: {
    pay: (amount) => `Plătiți ${amount}`,
    payAny: "Plătiți",
    book: "Rezervați",
    donate: "Donați",
    subscribe: "Abonați-vă",
    startTrial: "Începeți perioada de probă",
    complete: "Finalizați comanda",
    save: "Salvați cardul",
    processing: "Se procesează…",
    paid: "Plată finalizată",
    saved: "Card salvat",
  },

  faults: {
    account_incomplete: "Datele contului sunt incomplete.",
    answer_not_digits: "Introduceți doar cifre.",
    country_not_served: "Alegeți altă țară sau altă metodă de plată.",
    cvc_incomplete: "Codul de securitate al cardului este incomplet.",
    email_invalid: "Adresa dvs. de e-mail nu este validă.",
    exp_incomplete: "Data de expirare a cardului este incompletă.",
    exp_invalid: "Data de expirare a cardului nu este validă.",
    exp_month_past: "Data de expirare a cardului este în trecut.",
    exp_year_past: "Anul de expirare a cardului este în trecut.",
    iban_invalid: "IBAN-ul introdus nu este valid.",
    name_missing: "Introduceți numele de pe card",
    number_incomplete: "Numărul cardului este incomplet.",
    number_invalid: "Numărul cardului nu este valid.",
    phone_invalid: "Numărul dvs. de telefon nu este valid.",
    required: "Obligatoriu",
    tax_id_invalid: "Codul dvs. fiscal nu este valid.",
    terms_missing: "Acceptați termenii pentru a continua.",
    zip_invalid: "Codul dvs. ZIP nu este valid",
  },
  lengthFaults: {
    answer_too_short: (count, plural) =>
      `Introduceți cel puțin ${counted(count, plural, "caracter", "caractere")}.`,
    answer_too_long: (count, plural) =>
      `Introduceți cel mult ${counted(count, plural, "caracter", "caractere")}.`,
  },
  declines: {
    authentication_required: "Cardul dvs. a fost refuzat. Această tranzacție necesită autentificare.",
    card_not_supported: "Acest card nu este acceptat aici. Folosiți alt card.",
    card_velocity_exceeded:
      "Cardul dvs. a fost refuzat din cauza încercărilor repetate prea frecvente sau a depășirii limitei " +
      "de sumă.",
    expired_card: "Cardul dvs. a expirat. Încercați alt card.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Codul CVC al cardului este incorect.",
    incorrect_zip: "Codul poștal asociat cardului nu a trecut de verificare.",
    insufficient_funds:
      "Cardul dvs. de credit a fost refuzat din cauza fondurilor insuficiente. Încercați să plătiți, în " +
      "schimb, cu un card de debit.",
    lost_card: DECLINED_CREDIT,
    processing_error: "A apărut o eroare la procesarea cardului. Încercați din nou peste puțin timp.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Cardul dvs. a fost refuzat. Solicitarea a fost făcută în modul de testare, dar cu un card real, nu " +
      "cu unul de test. Lista cardurilor de test valide se află la: https://stripe.com/docs/testing.",
  },
  declined: "Cardul dvs. a fost refuzat. Încercați alt card.",
  authenticationFailed:
    "Metoda dvs. de plată nu a putut fi autentificată. Alegeți altă metodă de plată și încercați din nou.",
  trouble: "A apărut o problemă și nu vi s-a debitat nicio sumă. Încercați din nou.",
  busy: "Solicitarea dvs. este deja în curs de procesare. Așteptați puțin, apoi încercați din nou.",
  taxFailed: "Taxele nu au putut fi calculate pentru adresa dvs. Verificați adresa.",
  cardGone: "Acest card nu mai este disponibil. Folosiți alt card.",
  unreachable: "Serverul nu a putut fi contactat. Verificați dacă rulează, apoi încercați din nou.",
  staleToken: "Această pagină nu mai este actuală. Reîncărcați-o și încercați din nou.",

  complete: {
    title: "Ați terminat",
    text: "Această sesiune de plată este finalizată. Nu mai este nimic de plătit și puteți închide pagina.",
    session: "Sesiune",
    hint:
      "Vă așteptați la o sesiune nouă? O solicitare care repetă un Idempotency-Key anterior primește " +
      "înapoi sesiunea anterioară. Trimiteți o cheie nouă pentru fiecare achiziție.",
  },
  expired: {
    title: "Această pagină de plată a expirat",
    text:
      "Nu vi s-a debitat nicio sumă. Reveniți la magazin și începeți din nou pentru a primi o nouă pagină " +
      "de plată.",
    recoverText: "Nu vi s-a debitat nicio sumă. Puteți continua de unde ați rămas.",
    recover: "Începeți din nou",
  },
  thanks: {
    title: "Vă mulțumim pentru plată",
    text: (business) => `Plata dvs. către ${business} a fost efectuată. Puteți închide această pagină.`,
    nothingDue: (business) => `Comanda dvs. la ${business} a fost finalizată. Puteți închide această pagină.`,
  },
  link: {
    inactiveTitle: "Acest link nu mai este activ",
    inactiveText: "A fost dezactivat sau tot ce oferea s-a epuizat.",
    unknownTitle: "Acest link de plată nu există",
    unknownText: "Verificați adresa. Un server care își ține datele în memorie își uită linkurile la oprire.",
    recoveryTitle: "Acest link nu mai este valabil",
    recoveryText:
      "O plată poate fi reluată timp de 30 de zile după ce a expirat. Reveniți la magazin și începeți din " +
      "nou.",
  },
  invoice: {
    title: (number) => `Factura ${number}`,
    paid: (amount, date) => `S-au plătit ${amount} la ${date}`,
    due: (amount) => `De plată: ${amount}`,
    number: "Numărul facturii",
    issued: "Data emiterii",
    paidOn: "Data plății",
    from: "De la",
    billTo: "Facturat către",
    shipTo: "Livrat către",
    item: "Descriere",
    quantity: "Cant.",
    unitPrice: "Preț unitar",
    amount: "Sumă",
    withoutTax: (label) => `${label} (fără taxe)`,
    discount: (name, off) => `${name} (reducere de ${off})`,
    total: "Total",
    amountPaid: "Sumă plătită",
    amountDue: "Sumă de plată",
    download: "Descărcați PDF-ul",
    unknownTitle: "Această factură nu există",
    unknownText: "Verificați adresa. Un server care își ține datele în memorie își uită facturile la oprire.",
  },
  unknown: {
    title: "Această sesiune de plată nu există",
    text: "Verificați adresa. Un server care își ține datele în memorie își uită sesiunile la oprire.",
  },
  wrongHost: {
    title: "Acest server nu răspunde la acest nume",
    text:
      "Deschideți pagina la adresa afișată de server sau porniți serverul cu această origine pentru pagina " +
      "de plată.",
  },
  refused: {
    title: "Această solicitare a fost refuzată",
    text: "Nu a venit chiar de la pagina de plată. Deschideți din nou pagina și plătiți de acolo.",
  },
  trouble_page: {
    title: "A apărut o problemă",
    text:
      "Serverul a întâmpinat o eroare neașteptată; detalii se găsesc în jurnalul său. Nu vi s-a debitat " +
      "nicio sumă.",
  },
  leaving: {
    title: "Plată finalizată",
    text: "Vă redirecționăm înapoi la magazin.",
    thanks: "Vă mulțumim",
    link: "Continuați",
  },
  voucher: {
    title: (method) => `Plătiți cu ${method}`,
    payBy: (amount, date) => `Plătiți ${amount} până la ${date}`,
    number: "Număr",
    entity: "Entitate",
    reference: "Referință",
    code: "Cod de plată",
    paid: "Acest voucher a fost plătit.",
    over: "Acest voucher nu mai poate fi plătit.",
    text: "Nu se transferă bani. În teste, adresa de e-mail decide rezultatul.",
  },
  bank: {
    title: (method: string) => `Pagina de plată de test ${method}`,
    text: (method: string) =>
      `Această pagină ține locul ${method}. Nu este întrebată nicio bancă și nu se mută bani. Alege cum se încheie plata.`,
    authorize: "Autorizează plata de test",
    fail: "Respinge plata de test",
    authorizeSetup: "Autorizează configurarea de test",
    failSetup: "Respinge configurarea de test",
  },
  challenge: {
    dialog: "Autentificați plata",
    frame: "Verificare 3D Secure",
    title: "Pagină de test 3D Secure 2",
    text: "Aici o bancă ar întreba dacă într-adevăr dvs. plătiți. Alegeți cum se încheie verificarea.",
    complete: "Finalizare",
    fail: "Eșec",
    close: "Anulați autentificarea",
    over: "Această autentificare s-a încheiat",
    overText: "I s-a răspuns deja. Puteți închide această pagină.",
  },
};
