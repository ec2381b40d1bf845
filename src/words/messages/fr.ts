/** Every phrase of the page, in French. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT =
  "Votre carte de crédit a été refusée. Essayez plutôt de payer avec une carte de débit.";

export const fr: Messages = {
  tag: "fr",

  notice: {
    title: "Checkstand, un serveur de test local.",
    text: "Ceci n’est pas Stripe. Aucun argent n’est transféré et seules les cartes de test sont acceptées.",
    poweredBefore: "N’est pas",
    powered: "Powered by Stripe",
    poweredAfter: "Ceci est Checkstand, un serveur de test local",
  },
  testMode: "Mode test",

  header: { backTo: (business) => `Retour à ${business}`, back: "Retour" },
  summary: {
    title: (business) => `Paiement – ${business}`,
    pay: (business) => `Payer ${business}`,
    save: "Enregistrez vos informations de paiement",
    order: "Récapitulatif de la commande",
    details: "Détails",
    quantity: (count) => `Qté ${count}`,
    each: (amount) => `${amount} l’unité`,
    subtotal: "Sous-total",
    total: "Total dû",
  },
  order: {
    update: "Mettre à jour",
    updated: (total) => `Commande mise à jour. Total dû\u00A0: ${total}.`,
    changed: (total) =>
      `Le total est désormais de ${total}. Aucun montant n’a été débité\u00A0: vérifiez votre commande et ` +
      "payez à nouveau.",
    shipping: "Livraison",
    free: "Gratuit",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `${percent} de réduction`,
  },
  tax: {
    tax: "Taxes",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, incluse)`,
    exempt: (name) => `${name} (exonération)`,
    reverseCharge: (name) => `${name} (autoliquidation)`,
    pending: "Saisissez l’adresse pour calculer",
    failed: "Calcul impossible",
  },
  promotion: {
    add: "Ajouter un code promotionnel",
    apply: "Appliquer",
    remove: (code) => `Supprimer ${code}`,
    missing: "Saisissez un code promotionnel.",
    invalid: "Ce code n’est pas valide.",
    expired: "Ce code promotionnel a expiré.",
    used: "Ce code a atteint son nombre maximal d’utilisations.",
    inactive: "Ce code n’est pas actif.",
    otherCustomer: "Ce code est réservé à un autre client.",
    firstPurchase: "Ce code n’est valable que pour un premier achat.",
    minimum: "Votre commande n’atteint pas le montant minimum pour ce code.",
  },
  quantity: {
    title: "Modifier la quantité",
    label: "Quantité",
    labelOf: (item) => `Quantité de ${item}`,
    change: (item) => `Modifier la quantité de ${item}`,
    more: "Augmenter la quantité",
    less: "Diminuer la quantité",
    update: "Mettre à jour",
    close: "Fermer",
    between: (least, most) => `Saisissez une quantité comprise entre ${least} et ${most}.`,
    zeroRemoves: "0 supprime l’article.",
  },
  customAmount: {
    label: "Montant",
    change: "Modifier le montant",
    missing: "Saisissez un montant.",
    invalid: "Saisissez un montant valide.",
    atLeast: (amount) => `Le montant doit être d’au moins ${amount}.`,
    atMost: (amount) => `Le montant ne doit pas dépasser ${amount}.`,
  },
  shippingOption: {
    heading: "Mode de livraison",
    atLeast: (time) => `Au moins ${time}`,
    upTo: (time) => `Jusqu’à ${time}`,
    between: (least, most) => `De ${least} à ${most}`,
    businessDays: (count, plural) => (plural === "one" ? `${count} jour ouvré` : `${count} jours ouvrés`),
  },

  recurring: {
    per: { day: "par jour", month: "par mois", week: "par semaine", year: "par an" },
    every: (time, _, interval) => `${interval === "week" ? "toutes" : "tous"} les ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "jour", month: "mois", week: "semaine", year: "an" },
    daysFree: (count, plural) => (plural === "one" ? `${count} jour gratuit` : `${count} jours gratuits`),
    afterTrial: (amount) => `Puis ${amount}`,
    usage: "Selon l’utilisation",
    from: (amount) => `À partir de ${amount}`,
    subscribeTo: (item) => `S’abonner à ${item}`,
    tryItem: (item) => `Essayer ${item}`,
    totalToday: "Total dû aujourd’hui",
    totalAfterTrial: "Total après l’essai",
    terms: (business) =>
      `En vous abonnant, vous autorisez ${business} à vous débiter conformément à ses conditions jusqu’à ` +
      "ce que vous annuliez.",
  },

  form: {
    label: "Informations de paiement",
    email: "E-mail",
    emailPlaceholder: "email@example.com",
    card: "Carte",
    cardInformation: "Informations de la carte",
    cardNumber: "Numéro de carte",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Date d’expiration",
    expirationPlaceholder: "MM / AA",
    cvc: "CVC",
    name: "Nom du titulaire de la carte",
    namePlaceholder: "Nom complet sur la carte",
    nameOnCard: "Nom sur la carte",
    country: "Pays ou région",
    payWithCard: "Payer par carte",
    payWith: (method: string) => `Payer avec ${method}`,
    fullName: "Nom complet",
    fullNamePlaceholder: "Prénom et nom",
    redirected: "Après l’envoi, vous serez redirigé pour effectuer les étapes suivantes en toute sécurité.",
    nameOnAccount: "Titulaire du compte",
    accountNumber: "Numéro de compte",
    mandate: (business) => `En confirmant, vous autorisez ${business} à débiter votre compte.`,
    told: "Après confirmation, un numéro de paiement vous sera affiché.",
  },
  heading: {
    contact: "Coordonnées",
    shipping: "Informations de livraison",
    method: "Moyen de paiement",
    methodTabs: "Payer par carte",
    billing: "Informations de facturation",
  },
  phone: {
    label: "Numéro de téléphone",
    country: "Indicatif téléphonique",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Adresse de livraison",
    billing: "Adresse de facturation",
    search: "Adresse",
    manual: "Saisir l’adresse manuellement",
    name: "Nom",
    line1: "Adresse, ligne 1",
    line2: "Adresse, ligne 2",
    cities: {
      city: "Ville",
      district: "District",
      post_town: "Ville ou localité",
      suburb: "Localité",
    },
    regions: {
      area: "Zone",
      county: "Comté",
      department: "Département",
      emirate: "Émirat",
      island: "Île",
      parish: "Paroisse",
      prefecture: "Préfecture",
      province: "Province",
      region: "Région",
      state: "État",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Code postal (PIN)",
      postal: "Code postal",
      zip: "Code postal",
    },
    sameAsShipping: "L’adresse de facturation est identique à l’adresse de livraison",
  },
  saved: {
    cards: "Cartes enregistrées",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Expiration\u00A0: ${date}`,
    newCard: "Utiliser une nouvelle carte",
    newMethod: "Utiliser un autre moyen de paiement",
    remove: "Supprimer",
    removeCard: (card) => `Supprimer ${card}`,
    save: "Enregistrer mes informations de paiement pour mes prochains achats",
  },
  wallet: {
    save: "Enregistrer mes informations pour payer plus rapidement",
    none: "Checkstand n’a pas Link : cette case n’a aucun effet.",
  },
  business: {
    purchasing: "J’achète en tant qu’entreprise",
    name: "Nom de l’entreprise",
    taxIdType: "Type de numéro fiscal",
    taxId: "Numéro d’identification fiscale",
  },
  fields: {
    optional: (label) => `${label} (facultatif)`,
    choose: "Sélectionner…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "J’accepte les ",
      terms("conditions d’utilisation"),
      " et la ",
      privacy("politique de confidentialité"),
      ` de ${business}`,
    ],
    termsOnly: (business, terms) => ["J’accepte les ", terms("conditions d’utilisation"), ` de ${business}`],
    promotions: (business) => `Je souhaite recevoir les actualités et les offres de ${business}`,
    reuse: (business) =>
      `En fournissant les informations de votre carte, vous autorisez ${business} à débiter votre carte ` +
      "pour des paiements futurs conformément à ses conditions.",
  },
  submit: {
    pay: (amount) => `Payer ${amount}`,
    payAny: "Payer",
    book: "Réserver",
    donate: "Faire un don",
    subscribe: "S’abonner",
    startTrial: "Commencer l’essai",
    complete: "Finaliser la commande",
    save: "Enregistrer la carte",
    processing: "Traitement en cours…",
    paid: "Paiement effectué",
    saved: "Carte enregistrée",
  },

  faults: {
    account_incomplete: "Les coordonnées de votre compte sont incomplètes.",
    answer_not_digits: "Saisissez uniquement des chiffres.",
    country_not_served: "Choisissez un autre pays ou un autre moyen de paiement.",
    cvc_incomplete: "Le code de sécurité de votre carte est incomplet.",
    email_invalid: "Votre adresse e-mail n’est pas valide.",
    exp_incomplete: "La date d’expiration de votre carte est incomplète.",
    exp_invalid: "La date d’expiration de votre carte n’est pas valide.",
    exp_month_past: "La date d’expiration de votre carte est passée.",
    exp_year_past: "L’année d’expiration de votre carte est passée.",
    iban_invalid: "L’IBAN saisi n’est pas valide.",
    name_missing: "Veuillez indiquer le nom figurant sur votre carte",
    number_incomplete: "Votre numéro de carte est incomplet.",
    number_invalid: "Votre numéro de carte n’est pas valide.",
    phone_invalid: "Votre numéro de téléphone n’est pas valide.",
    required: "Obligatoire",
    tax_id_invalid: "Votre numéro d’identification fiscale n’est pas valide.",
    terms_missing: "Acceptez les conditions pour continuer.",
    zip_invalid: "Votre code postal n’est pas valide",
  },
  lengthFaults: {
    answer_too_short: (count, plural) =>
      plural === "one" ? `Saisissez au moins ${count} caractère.` : `Saisissez au moins ${count} caractères.`,
    answer_too_long: (count, plural) =>
      plural === "one"
        ? `Saisissez au maximum ${count} caractère.`
        : `Saisissez au maximum ${count} caractères.`,
  },
  declines: {
    authentication_required: "Votre carte a été refusée. Cette transaction nécessite une authentification.",
    card_not_supported: "Cette carte n’est pas acceptée ici. Utilisez une autre carte.",
    card_velocity_exceeded:
      "Votre carte a été refusée en raison de tentatives trop fréquentes ou d’un dépassement de son plafond.",
    expired_card: "Votre carte a expiré. Essayez avec une autre carte.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Le code CVC de votre carte est incorrect.",
    incorrect_zip: "Le code postal de votre carte n’a pas pu être validé.",
    insufficient_funds:
      "Votre carte de crédit a été refusée pour provision insuffisante. Essayez plutôt de payer avec une " +
      "carte de débit.",
    lost_card: DECLINED_CREDIT,
    processing_error:
      "Une erreur est survenue lors du traitement de votre carte. Réessayez dans quelques instants.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Votre carte a été refusée. Votre demande a été effectuée en mode test, mais avec une carte réelle " +
      "et non une carte de test. Vous trouverez la liste des cartes de test valides sur " +
      "https://stripe.com/docs/testing.",
  },
  declined: "Votre carte a été refusée. Veuillez essayer avec une autre carte.",
  authenticationFailed:
    "Nous ne sommes pas en mesure d’authentifier votre moyen de paiement. Veuillez en choisir un autre et " +
    "réessayer.",
  trouble: "Une erreur est survenue et aucun montant n’a été débité. Veuillez réessayer.",
  busy: "Votre demande est déjà en cours de traitement. Patientez un instant, puis réessayez.",
  taxFailed: "Les taxes n’ont pas pu être calculées pour votre adresse. Vérifiez l’adresse.",
  cardGone: "Cette carte n’est plus disponible. Utilisez une autre carte.",
  unreachable: "Le serveur est injoignable. Vérifiez qu’il est en marche, puis réessayez.",
  staleToken: "Cette page n’est plus à jour. Rechargez-la et réessayez.",

  complete: {
    title: "Tout est terminé ici",
    text: "Cette session de paiement est terminée. Il ne reste rien à payer et vous pouvez fermer cette page.",
    session: "Session",
    hint:
      "Vous attendiez une nouvelle session\u202F? Une requête qui répète une Idempotency-Key précédente " +
      "reçoit la session précédente. Envoyez une nouvelle clé pour chaque achat.",
  },
  expired: {
    title: "Cette session de paiement a expiré",
    text:
      "Aucun montant n’a été débité. Retournez à la boutique et recommencez pour obtenir une nouvelle page " +
      "de paiement.",
    recoverText: "Aucun montant n’a été débité. Vous pouvez encore reprendre là où vous en étiez.",
    recover: "Recommencer",
  },
  thanks: {
    title: "Merci pour votre paiement",
    text: (business) => `Votre paiement à ${business} a été effectué. Vous pouvez fermer cette page.`,
    nothingDue: (business) =>
      `Votre commande auprès de ${business} est terminée. Vous pouvez fermer cette page.`,
  },
  link: {
    inactiveTitle: "Ce lien n’est plus actif",
    inactiveText: "Il a été désactivé, ou tout ce qu’il proposait est épuisé.",
    unknownTitle: "Ce lien de paiement n’existe pas",
    unknownText:
      "Vérifiez l’adresse. Un serveur qui garde ses données en mémoire oublie ses liens lorsqu’il s’arrête.",
    recoveryTitle: "Ce lien n’est plus valable",
    recoveryText:
      "Un paiement peut être repris pendant les 30 jours qui suivent son expiration. Retournez à la " +
      "boutique et recommencez.",
  },
  invoice: {
    title: (number) => `Facture ${number}`,
    paid: (amount, date) => `Paiement de ${amount} effectué le ${date}`,
    due: (amount) => `${amount} à payer`,
    number: "Numéro de facture",
    issued: "Date d’émission",
    paidOn: "Date de paiement",
    from: "De",
    billTo: "Facturer à",
    shipTo: "Livrer à",
    item: "Description",
    quantity: "Qté",
    unitPrice: "Prix unitaire",
    amount: "Montant",
    withoutTax: (label) => `${label} (hors taxes)`,
    discount: (name, off) => `${name} (${off} de réduction)`,
    total: "Total",
    amountPaid: "Montant payé",
    amountDue: "Montant dû",
    download: "Télécharger le PDF",
    unknownTitle: "Cette facture n’existe pas",
    unknownText:
      "Vérifiez l’adresse. Un serveur qui garde ses données en mémoire oublie ses factures lorsqu’il " +
      "s’arrête.",
  },
  unknown: {
    title: "Cette session de paiement n’existe pas",
    text:
      "Vérifiez l’adresse. Un serveur qui garde ses données en mémoire oublie ses sessions lorsqu’il " +
      "s’arrête.",
  },
  wrongHost: {
    title: "Ce serveur ne répond pas à ce nom",
    text:
      "Ouvrez la page à l’adresse que le serveur a affichée, ou démarrez le serveur avec ce nom comme " +
      "adresse de la page de paiement.",
  },
  refused: {
    title: "Cette demande a été refusée",
    text:
      "Elle ne provenait pas de la page de paiement elle-même. Ouvrez à nouveau la page et payez à partir " +
      "de celle-ci.",
  },
  trouble_page: {
    title: "Une erreur est survenue",
    text:
      "Le serveur a rencontré une erreur inattendue\u202F; son journal en dit plus. Aucun montant n’a été " +
      "débité.",
  },
  leaving: {
    title: "Paiement effectué",
    text: "Nous vous ramenons à la boutique.",
    thanks: "Merci",
    link: "Continuer",
  },
  voucher: {
    title: (method) => `Payer avec ${method}`,
    payBy: (amount, date) => `Payez ${amount} avant le ${date}`,
    number: "Numéro",
    entity: "Entité",
    reference: "Référence",
    code: "Code de paiement",
    paid: "Ce bon a été payé.",
    over: "Ce bon ne peut plus être payé.",
    text: "Aucun argent ne circule. Dans les tests, l’adresse e-mail décide de l’issue.",
  },
  bank: {
    title: (method: string) => `Page de paiement test ${method}`,
    text: (method: string) =>
      `Cette page remplace ${method}. Aucune banque n’est interrogée et aucun argent ne circule. Choisissez comment le paiement se termine.`,
    authorize: "Autoriser le paiement test",
    fail: "Refuser le paiement test",
    authorizeSetup: "Autoriser la configuration test",
    failSetup: "Refuser la configuration test",
  },
  challenge: {
    dialog: "Authentifiez votre paiement",
    frame: "Vérification 3D Secure",
    title: "Page de test 3D Secure 2",
    text: "Une banque demanderait ici si c’est bien vous qui payez. Choisissez l’issue de cette vérification.",
    complete: "Réussir",
    fail: "Échouer",
    close: "Annuler l’authentification",
    over: "Cette authentification est terminée",
    overText: "Une réponse a déjà été donnée. Vous pouvez fermer cette page.",
  },
};
