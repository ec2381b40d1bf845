/** Every phrase of the page, in Spanish. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "Tu tarjeta de crédito ha sido rechazada. Prueba a pagar con una tarjeta de débito.";

export const es: Messages = {
  tag: "es",

  notice: {
    title: "Checkstand, un servidor de pruebas local.",
    text: "Esto no es Stripe. No se mueve dinero y solo se aceptan tarjetas de prueba.",
    poweredBefore: "No es",
    powered: "Powered by Stripe",
    poweredAfter: "Esto es Checkstand, un servidor de pruebas local",
  },
  testMode: "Modo de prueba",

  header: { backTo: (business) => `Volver a ${business}`, back: "Volver" },
  summary: {
    title: (business) => `Pago – ${business}`,
    pay: (business) => `Pagar a ${business}`,
    save: "Guarda tus datos de pago",
    order: "Resumen del pedido",
    details: "Detalles",
    quantity: (count) => `Cant. ${count}`,
    each: (amount) => `${amount} por unidad`,
    subtotal: "Subtotal",
    total: "Total a pagar",
  },
  order: {
    update: "Actualizar",
    updated: (total) => `Pedido actualizado. Total a pagar: ${total}.`,
    changed: (total) =>
      `El total ha cambiado a ${total}. No se te ha cobrado nada: revisa tu pedido y vuelve a pagar.`,
    shipping: "Envío",
    free: "Gratis",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    percentOff: (percent) => `${percent} de descuento`,
  },
  tax: {
    tax: "Impuestos",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, incluido)`,
    exempt: (name) => `${name} (exento)`,
    reverseCharge: (name) => `${name} (inversión del sujeto pasivo)`,
    pending: "Introduce la dirección para calcular",
    failed: "No se han podido calcular",
  },
  promotion: {
    add: "Añadir código promocional",
    apply: "Aplicar",
    remove: (code) => `Eliminar ${code}`,
    missing: "Introduce un código promocional.",
    invalid: "Este código no es válido.",
    expired: "Este código promocional ha caducado.",
    used: "Este código ya se ha usado el máximo de veces permitido.",
    inactive: "Este código no está activo.",
    otherCustomer: "Este código es para otro cliente.",
    firstPurchase: "Este código solo es válido para una primera compra.",
    minimum: "Tu pedido no alcanza el importe mínimo para este código.",
  },
  quantity: {
    title: "Actualizar cantidad",
    label: "Cantidad",
    labelOf: (item) => `Cantidad de ${item}`,
    change: (item) => `Cambiar la cantidad de ${item}`,
    more: "Aumentar la cantidad",
    less: "Reducir la cantidad",
    update: "Actualizar",
    close: "Cerrar",
    between: (least, most) => `Introduce una cantidad de ${least} a ${most}.`,
    zeroRemoves: "Con 0 se elimina el artículo.",
  },
  customAmount: {
    label: "Importe",
    change: "Cambiar importe",
    missing: "Introduce un importe.",
    invalid: "Introduce un importe válido.",
    atLeast: (amount) => `El importe debe ser como mínimo de ${amount}.`,
    atMost: (amount) => `El importe no puede superar ${amount}.`,
  },
  shippingOption: {
    heading: "Método de envío",
    atLeast: (time) => `Al menos ${time}`,
    upTo: (time) => `Hasta ${time}`,
    between: (least, most) => `De ${least} a ${most}`,
    businessDays: (count, plural) => (plural === "one" ? `${count} día hábil` : `${count} días hábiles`),
  },

  recurring: {
    per: { day: "al día", month: "al mes", week: "a la semana", year: "al año" },
    every: (time) => `cada ${time}`,
    amount: (amount, often) => `${amount} ${often}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "día", month: "mes", week: "semana", year: "año" },
    daysFree: (count, plural) => (plural === "one" ? `${count} día gratis` : `${count} días gratis`),
    afterTrial: (amount) => `Después, ${amount}`,
    usage: "Según el uso",
    from: (amount) => `Desde ${amount}`,
    subscribeTo: (item) => `Suscribirse a ${item}`,
    tryItem: (item) => `Probar ${item}`,
    totalToday: "Total a pagar hoy",
    totalAfterTrial: "Total después de la prueba",
    terms: (business) =>
      `Al suscribirte, autorizas a ${business} a realizar cobros según las condiciones hasta que canceles.`,
  },

  form: {
    label: "Datos de pago",
    email: "Correo electrónico",
    emailPlaceholder: "correo@example.com",
    card: "Tarjeta",
    cardInformation: "Información de la tarjeta",
    cardNumber: "Número de tarjeta",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Fecha de caducidad",
    expirationPlaceholder: "MM / AA",
    cvc: "CVC",
    name: "Nombre del titular de la tarjeta",
    namePlaceholder: "Nombre completo en la tarjeta",
    nameOnCard: "Nombre en la tarjeta",
    country: "País o región",
    payWithCard: "Pagar con tarjeta",
    payWith: (method: string) => `Pagar con ${method}`,
    fullName: "Nombre completo",
    fullNamePlaceholder: "Nombre y apellidos",
    redirected: "Después de enviar, se te redirigirá para completar los siguientes pasos de forma segura.",
    nameOnAccount: "Titular de la cuenta",
    accountNumber: "Número de cuenta",
    mandate: (business) => `Al confirmar, permites que ${business} cargue el importe en tu cuenta.`,
    told: "Después de confirmar, verás un número con el que pagar.",
  },
  heading: {
    contact: "Información de contacto",
    shipping: "Información de envío",
    method: "Método de pago",
    methodTabs: "Pagar con tarjeta",
    billing: "Información de facturación",
  },
  phone: {
    label: "Número de teléfono",
    country: "Prefijo telefónico",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Dirección de envío",
    billing: "Dirección de facturación",
    search: "Dirección",
    manual: "Introducir la dirección manualmente",
    name: "Nombre",
    line1: "Línea de dirección 1",
    line2: "Línea de dirección 2",
    cities: {
      city: "Ciudad",
      district: "Distrito",
      post_town: "Ciudad o localidad",
      suburb: "Localidad",
    },
    regions: {
      area: "Área",
      county: "Condado",
      department: "Departamento",
      emirate: "Emirato",
      island: "Isla",
      parish: "Parroquia",
      prefecture: "Prefectura",
      province: "Provincia",
      region: "Región",
      state: "Estado",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Código postal (PIN)",
      postal: "Código postal",
      zip: "Código postal",
    },
    sameAsShipping: "La dirección de facturación es la misma que la de envío",
  },
  saved: {
    cards: "Tarjetas guardadas",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Caduca: ${date}`,
    newCard: "Usar una tarjeta nueva",
    newMethod: "Usar otro método de pago",
    remove: "Eliminar",
    removeCard: (card) => `Eliminar ${card}`,
    save: "Guardar mis datos de pago para futuras compras",
  },
  wallet: {
    save: "Guardar mis datos para pagar más rápido",
    none: "Checkstand no tiene Link: esta casilla no tiene ningún efecto.",
  },
  business: {
    purchasing: "Compro como empresa",
    name: "Nombre de la empresa",
    taxIdType: "Tipo de identificación fiscal",
    taxId: "Número de identificación fiscal",
  },
  fields: {
    optional: (label) => `${label} (opcional)`,
    choose: "Seleccionar…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      "Acepto los ",
      terms("Términos del servicio"),
      " y la ",
      privacy("Política de privacidad"),
      ` de ${business}`,
    ],
    termsOnly: (business, terms) => ["Acepto los ", terms("Términos del servicio"), ` de ${business}`],
    promotions: (business) => `Quiero recibir novedades y ofertas de ${business}`,
    reuse: (business) =>
      `Al proporcionar los datos de tu tarjeta, permites que ${business} efectúe cargos en ella por pagos ` +
      "futuros de acuerdo con sus condiciones.",
  },
  submit: {
    pay: (amount) => `Pagar ${amount}`,
    payAny: "Pagar",
    book: "Reservar",
    donate: "Donar",
    subscribe: "Suscribirse",
    startTrial: "Iniciar prueba",
    complete: "Completar pedido",
    save: "Guardar tarjeta",
    processing: "Procesando…",
    paid: "Pago completado",
    saved: "Tarjeta guardada",
  },

  faults: {
    account_incomplete: "Los datos de tu cuenta están incompletos.",
    answer_not_digits: "Introduce solo cifras.",
    country_not_served: "Elige otro país u otro método de pago.",
    cvc_incomplete: "El código de seguridad de tu tarjeta está incompleto.",
    email_invalid: "Tu correo electrónico no es válido.",
    exp_incomplete: "La fecha de caducidad de tu tarjeta está incompleta.",
    exp_invalid: "La fecha de caducidad de tu tarjeta no es válida.",
    exp_month_past: "La fecha de caducidad de tu tarjeta ya ha pasado.",
    exp_year_past: "El año de caducidad de tu tarjeta ya ha pasado.",
    iban_invalid: "El IBAN que has introducido no es válido.",
    name_missing: "Indica el nombre que figura en tu tarjeta",
    number_incomplete: "El número de tu tarjeta está incompleto.",
    number_invalid: "El número de tu tarjeta no es válido.",
    phone_invalid: "Tu número de teléfono no es válido.",
    required: "Obligatorio",
    tax_id_invalid: "Tu número de identificación fiscal no es válido.",
    terms_missing: "Acepta las condiciones para continuar.",
    zip_invalid: "Tu código postal no es válido",
  },
  lengthFaults: {
    answer_too_short: (count, plural) =>
      plural === "one" ? `Introduce al menos ${count} carácter.` : `Introduce al menos ${count} caracteres.`,
    answer_too_long: (count, plural) =>
      plural === "one"
        ? `Introduce como máximo ${count} carácter.`
        : `Introduce como máximo ${count} caracteres.`,
  },
  declines: {
    authentication_required: "Tu tarjeta ha sido rechazada. Esta transacción requiere autenticación.",
    card_not_supported: "Aquí no se acepta esta tarjeta. Usa otra tarjeta.",
    card_velocity_exceeded:
      "Tu tarjeta ha sido rechazada por intentos repetidos demasiado frecuentes o por superar su límite de " +
      "importe.",
    expired_card: "Tu tarjeta ha caducado. Prueba con otra tarjeta.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "El CVC de tu tarjeta es incorrecto.",
    incorrect_zip: "No se ha podido validar el código postal de tu tarjeta.",
    insufficient_funds:
      "Tu tarjeta de crédito ha sido rechazada por fondos insuficientes. Prueba a pagar con una tarjeta de " +
      "débito.",
    lost_card: DECLINED_CREDIT,
    processing_error:
      "Se ha producido un error al procesar tu tarjeta. Vuelve a intentarlo dentro de un momento.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Tu tarjeta ha sido rechazada. Tu solicitud se hizo en modo de prueba, pero con una tarjeta real en " +
      "lugar de una de prueba. Encontrarás una lista de tarjetas de prueba válidas en " +
      "https://stripe.com/docs/testing.",
  },
  declined: "Tu tarjeta ha sido rechazada. Prueba con otra tarjeta.",
  authenticationFailed:
    "No hemos podido autenticar tu método de pago. Elige otro método de pago y vuelve a intentarlo.",
  trouble: "Algo ha salido mal y no se te ha cobrado nada. Vuelve a intentarlo.",
  busy: "Tu solicitud ya se está procesando. Espera un momento y vuelve a intentarlo.",
  taxFailed: "No se han podido calcular los impuestos para tu dirección. Comprueba la dirección.",
  cardGone: "Esta tarjeta ya no está disponible. Usa otra tarjeta.",
  unreachable:
    "No se ha podido conectar con el servidor. Comprueba que esté en marcha y vuelve a intentarlo.",
  staleToken: "Esta página está desactualizada. Vuelve a cargarla e inténtalo de nuevo.",

  complete: {
    title: "Aquí ya está todo listo",
    text: "Esta sesión de pago se ha completado. No queda nada por pagar y puedes cerrar esta página.",
    session: "Sesión",
    hint:
      "¿Esperabas una sesión nueva? Una solicitud que repite una Idempotency-Key anterior recibe la sesión " +
      "anterior. Envía una clave nueva para cada compra.",
  },
  expired: {
    title: "Esta sesión de pago ha caducado",
    text:
      "No se te ha cobrado nada. Vuelve a la tienda y empieza de nuevo para obtener una nueva página de " +
      "pago.",
    recoverText: "No se te ha cobrado nada. Aún puedes continuar donde lo dejaste.",
    recover: "Empezar de nuevo",
  },
  thanks: {
    title: "Gracias por tu pago",
    text: (business) => `Tu pago a ${business} se ha realizado. Puedes cerrar esta página.`,
    nothingDue: (business) => `Tu pedido a ${business} se ha completado. Puedes cerrar esta página.`,
  },
  link: {
    inactiveTitle: "Este enlace ya no está activo",
    inactiveText: "Se ha desactivado o se ha agotado todo lo que vendía.",
    unknownTitle: "Este enlace de pago no existe",
    unknownText:
      "Comprueba la dirección. Un servidor que guarda sus datos en memoria olvida sus enlaces cuando se " +
      "detiene.",
    recoveryTitle: "Este enlace ya no es válido",
    recoveryText:
      "Un pago puede retomarse durante los 30 días posteriores a su caducidad. Vuelve a la tienda y " +
      "empieza de nuevo.",
  },
  invoice: {
    title: (number) => `Factura ${number}`,
    paid: (amount, date) => `Pago de ${amount} realizado el ${date}`,
    due: (amount) => `${amount} a pagar`,
    number: "Número de factura",
    issued: "Fecha de emisión",
    paidOn: "Fecha de pago",
    from: "De",
    billTo: "Facturar a",
    shipTo: "Enviar a",
    item: "Descripción",
    quantity: "Cant.",
    unitPrice: "Precio unitario",
    amount: "Importe",
    withoutTax: (label) => `${label} (sin impuestos)`,
    discount: (name, off) => `${name} (${off} de descuento)`,
    total: "Total",
    amountPaid: "Importe pagado",
    amountDue: "Importe a pagar",
    download: "Descargar PDF",
    unknownTitle: "Esta factura no existe",
    unknownText:
      "Comprueba la dirección. Un servidor que guarda sus datos en memoria olvida sus facturas cuando se " +
      "detiene.",
  },
  unknown: {
    title: "Esta sesión de pago no existe",
    text:
      "Comprueba la dirección. Un servidor que guarda sus datos en memoria olvida sus sesiones cuando se " +
      "detiene.",
  },
  wrongHost: {
    title: "Este servidor no responde a ese nombre",
    text:
      "Abre la página en la dirección que mostró el servidor o inicia el servidor con ese nombre como " +
      "dirección de la página de pago.",
  },
  refused: {
    title: "Esta solicitud ha sido rechazada",
    text: "No procedía de la propia página de pago. Vuelve a abrir la página y paga desde ella.",
  },
  trouble_page: {
    title: "Algo ha salido mal",
    text:
      "El servidor ha encontrado un error inesperado; hay más información en su registro. No se te ha " +
      "cobrado nada.",
  },
  leaving: {
    title: "Pago completado",
    text: "Te llevamos de vuelta a la tienda.",
    thanks: "Gracias",
    link: "Continuar",
  },
  voucher: {
    title: (method) => `Pagar con ${method}`,
    payBy: (amount, date) => `Paga ${amount} antes del ${date}`,
    number: "Número",
    entity: "Entidad",
    reference: "Referencia",
    code: "Código de pago",
    paid: "Este cupón se ha pagado.",
    over: "Este cupón ya no se puede pagar.",
    text: "No se mueve dinero. En las pruebas, la dirección de correo decide el resultado.",
  },
  bank: {
    title: (method: string) => `Página de pago de prueba de ${method}`,
    text: (method: string) =>
      `Esta página sustituye a ${method}. No se consulta a ningún banco ni se mueve dinero. Elige cómo termina el pago.`,
    authorize: "Autorizar pago de prueba",
    fail: "Rechazar pago de prueba",
    authorizeSetup: "Autorizar configuración de prueba",
    failSetup: "Rechazar configuración de prueba",
  },
  challenge: {
    dialog: "Autentica tu pago",
    frame: "Verificación 3D Secure",
    title: "Página de prueba de 3D Secure 2",
    text: "Aquí un banco preguntaría si eres realmente tú quien paga. Elige cómo termina.",
    complete: "Completar",
    fail: "Fallar",
    close: "Cancelar la autenticación",
    over: "Esta autenticación ha terminado",
    overText: "Ya se ha respondido. Puedes cerrar esta página.",
  },
};
