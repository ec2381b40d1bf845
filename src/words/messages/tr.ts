/** Every phrase of the page, in Turkish. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT = "Kredi kartınız reddedildi. Bunun yerine banka kartıyla ödeme yapmayı deneyin.";

/** Inserted texts get no suffixes, since those depend on the sound of the word. */
const LOCATIVES = { day: "günde", month: "ayda", week: "haftada", year: "yılda" };

export const tr: Messages = {
  tag: "tr",

  notice: {
    title: "Checkstand, yerel bir test sunucusu.",
    text: "Bu, Stripe değildir. Para hareketi olmaz ve yalnızca test kartları kabul edilir.",
    poweredBefore: "Şu doğru değildir:",
    powered: "Powered by Stripe",
    poweredAfter: "Bu, yerel bir test sunucusu olan Checkstand’dir",
  },
  testMode: "Test Modu",

  header: { backTo: (business) => `${business} sitesine dön`, back: "Geri" },
  summary: {
    title: (business) => `Ödeme – ${business}`,
    pay: (business) => `${business} işletmesine öde`,
    save: "Ödeme bilgilerinizi kaydedin",
    order: "Sipariş özeti",
    details: "Ayrıntılar",
    quantity: (count) => `Adet: ${count}`,
    each: (amount) => `tanesi ${amount}`,
    subtotal: "Ara toplam",
    total: "Ödenecek toplam",
  },
  order: {
    update: "Güncelle",
    updated: (total) => `Sipariş güncellendi. Ödenecek toplam: ${total}.`,
    changed: (total) =>
      `Toplam tutar ${total} olarak değişti. Sizden ödeme alınmadı: siparişinizi kontrol edip yeniden ` +
      "ödeyin.",
    shipping: "Kargo",
    free: "Ücretsiz",
    lineDiscount: (label, amount) => `${label} (${amount})`,
    off: (what) => `${what} indirim`,
    offFor: (off, time) => `${time} boyunca ${off}`,
  },
  tax: {
    tax: "Vergi",
    rate: (name, percent) => `${name} (${percent})`,
    included: (name, percent) => `${name} (${percent}, dahil)`,
    exempt: (name) => `${name} (muaf)`,
    reverseCharge: (name) => `${name} (vergiyi alıcı beyan eder)`,
    pending: "Hesaplamak için adres girin",
    failed: "Hesaplanamadı",
  },
  promotion: {
    add: "Promosyon kodu ekle",
    apply: "Uygula",
    remove: (code) => `Kaldır: ${code}`,
    missing: "Bir promosyon kodu girin.",
    invalid: "Bu kod geçersiz.",
    expired: "Bu promosyon kodunun süresi dolmuş.",
    used: "Bu kod kullanım sınırına ulaştı.",
    inactive: "Bu kod etkin değil.",
    otherCustomer: "Bu kod başka bir müşteriye ait.",
    firstPurchase: "Bu kod yalnızca ilk alışverişte geçerlidir.",
    minimum: "Siparişiniz bu kod için gereken minimum tutara ulaşmıyor.",
  },
  quantity: {
    title: "Adedi güncelle",
    label: "Adet",
    labelOf: (item) => `${item} adedi`,
    change: (item) => `${item} adedini değiştir`,
    more: "Adedi artır",
    less: "Adedi azalt",
    update: "Güncelle",
    close: "Kapat",
    between: (least, most) => `${least} ile ${most} arasında bir sayı girin.`,
    zeroRemoves: "0 girilirse ürün kaldırılır.",
  },
  options: { heading: "Siparişinize ekleyin", add: "Ekle", remove: "Kaldır" },
  customAmount: {
    label: "Tutar",
    change: "Tutarı değiştir",
    missing: "Bir tutar girin.",
    invalid: "Geçerli bir tutar girin.",
    atLeast: (amount) => `Tutar en az ${amount} olmalıdır.`,
    atMost: (amount) => `Tutar en fazla ${amount} olmalıdır.`,
  },
  shippingOption: {
    heading: "Kargo yöntemi",
    atLeast: (time) => `En az ${time}`,
    upTo: (time) => `En fazla ${time}`,
    between: (least, most) => `${least} ile ${most} arası`,
    businessDays: (count) => `${count} iş günü`,
  },

  recurring: {
    per: { day: "günlük", month: "aylık", week: "haftalık", year: "yıllık" },
    every: (_, count, interval) => `${count} ${LOCATIVES[interval]} bir`,
    amount: (amount, often) => `${often} ${amount}`,
    rate: (amount, time) => `${amount} / ${time}`,
    one: { day: "gün", month: "ay", week: "hafta", year: "yıl" },
    daysFree: (count) => `${count} gün ücretsiz`,
    afterTrial: (amount) => `Ardından ${amount}`,
    usage: "Kullanıma göre",
    from: (amount) => `Başlangıç fiyatı: ${amount}`,
    subscribeTo: (item) => `Abone ol: ${item}`,
    tryItem: (item) => `Dene: ${item}`,
    totalToday: "Bugün ödenecek toplam",
    totalAfterTrial: "Deneme sonrası toplam",
    terms: (business) =>
      `Abone olarak, iptal edene kadar ${business} işletmesinin şartlara uygun olarak sizden tahsilat ` +
      "yapmasına izin verirsiniz.",
  },

  form: {
    label: "Ödeme bilgileri",
    email: "E-posta",
    emailPlaceholder: "email@example.com",
    card: "Kart",
    cardInformation: "Kart bilgileri",
    cardNumber: "Kart numarası",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "Son kullanma tarihi",
    expirationPlaceholder: "AA / YY",
    cvc: "CVC",
    name: "Kart sahibinin adı",
    namePlaceholder: "Kartın üzerindeki ad soyad",
    nameOnCard: "Kartın üzerindeki ad",
    country: "Ülke veya bölge",
    payWithCard: "Kartla öde",
    payWith: (method: string) => `${method} ile öde`,
    fullName: "Ad soyad",
    fullNamePlaceholder: "Ad ve soyad",
    redirected: "Gönderdikten sonra sonraki adımları güvenle tamamlamanız için yönlendirileceksiniz.",
  },
  heading: {
    contact: "İletişim bilgileri",
    shipping: "Teslimat bilgileri",
    method: "Ödeme yöntemi",
    methodTabs: "Kartla öde",
    billing: "Fatura bilgileri",
  },
  phone: {
    label: "Telefon numarası",
    country: "Ülke kodu",
    option: (country, code) => `${country} (+${code})`,
  },
  address: {
    shipping: "Teslimat adresi",
    billing: "Fatura adresi",
    search: "Adres",
    manual: "Adresi elle gir",
    name: "Ad soyad",
    line1: "Adres satırı 1",
    line2: "Adres satırı 2",
    cities: {
      city: "Şehir",
      district: "İlçe",
      post_town: "Şehir/kasaba",
      suburb: "Semt",
    },
    regions: {
      area: "Bölge",
      county: "Kontluk",
      department: "Departman",
      emirate: "Emirlik",
      island: "Ada",
      parish: "Bucak",
      prefecture: "Prefektörlük",
      province: "İl",
      region: "Bölge",
      state: "Eyalet",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "Posta kodu (PIN)",
      postal: "Posta kodu",
      zip: "Posta kodu",
    },
    sameAsShipping: "Fatura bilgileri teslimat bilgileriyle aynı",
  },
  saved: {
    cards: "Kayıtlı kartlar",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `Son kullanma tarihi: ${date}`,
    newCard: "Yeni bir kart kullan",
    newMethod: "Başka bir ödeme yöntemi kullan",
    remove: "Kaldır",
    removeCard: (card) => `Kaldır: ${card}`,
    save: "Ödeme bilgilerimi gelecekteki alışverişler için kaydet",
  },
  wallet: {
    save: "Daha hızlı ödeme için bilgilerimi kaydet",
    none: "Checkstand’de Link yoktur: bu kutunun bir etkisi yoktur.",
  },
  business: {
    purchasing: "İşletme olarak satın alıyorum",
    name: "İşletme adı",
    taxIdType: "Vergi numarası türü",
    taxId: "Vergi numarası",
  },
  fields: {
    optional: (label) => `${label} (isteğe bağlı)`,
    choose: "Seçin…",
  },
  consent: {
    terms: (business, terms, privacy) => [
      `${business} işletmesinin `,
      terms("Hizmet Şartları"),
      " ve ",
      privacy("Gizlilik Politikası"),
      " metinlerini kabul ediyorum",
    ],
    termsOnly: (business, terms) => [
      `${business} işletmesinin `,
      terms("Hizmet Şartları"),
      " metnini kabul ediyorum",
    ],
    promotions: (business) => `${business} işletmesinden haber ve teklifler almak istiyorum`,
    reuse: (business) =>
      `Kart bilgilerinizi vererek ${business} işletmesinin, kendi şartlarına uygun olarak gelecekteki ` +
      "ödemeler için kartınızdan tahsilat yapmasına izin vermiş olursunuz.",
  },
  submit: {
    pay: (amount) => `${amount} öde`,
    payAny: "Öde",
    book: "Rezervasyon yap",
    donate: "Bağış yap",
    subscribe: "Abone ol",
    startTrial: "Denemeyi başlat",
    complete: "Siparişi tamamla",
    save: "Kartı kaydet",
    processing: "İşleniyor…",
    paid: "Ödeme tamamlandı",
    saved: "Kart kaydedildi",
  },

  faults: {
    answer_not_digits: "Yalnızca rakam girin.",
    cvc_incomplete: "Kartınızın güvenlik kodu eksik.",
    email_invalid: "E-posta adresiniz geçersiz.",
    exp_incomplete: "Kartınızın son kullanma tarihi eksik.",
    exp_invalid: "Kartınızın son kullanma tarihi geçersiz.",
    exp_month_past: "Kartınızın son kullanma tarihi geçmiş.",
    exp_year_past: "Kartınızın son kullanma yılı geçmiş.",
    name_missing: "Lütfen kartınızın üzerindeki adı girin",
    number_incomplete: "Kart numaranız eksik.",
    number_invalid: "Kart numaranız geçersiz.",
    phone_invalid: "Telefon numaranız geçersiz.",
    required: "Zorunlu",
    tax_id_invalid: "Vergi numaranız geçersiz.",
    terms_missing: "Devam etmek için şartları kabul edin.",
    zip_invalid: "Posta kodunuz geçersiz",
  },
  lengthFaults: {
    answer_too_short: (count) => `En az ${count} karakter girin.`,
    answer_too_long: (count) => `En fazla ${count} karakter girin.`,
  },
  declines: {
    authentication_required: "Kartınız reddedildi. Bu işlem kimlik doğrulaması gerektiriyor.",
    card_not_supported: "Bu kart burada kabul edilmiyor. Başka bir kart kullanın.",
    card_velocity_exceeded:
      "Kartınız, çok sık yinelenen denemeler yapıldığı veya tutar sınırı aşıldığı için reddedildi.",
    expired_card: "Kartınızın süresi dolmuş. Başka bir kart deneyin.",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "Kartınızın CVC kodu yanlış.",
    incorrect_zip: "Kartınızın posta kodu doğrulanamadı.",
    insufficient_funds:
      "Kredi kartınız bakiye yetersizliği nedeniyle reddedildi. Bunun yerine banka kartıyla ödeme yapmayı " +
      "deneyin.",
    lost_card: DECLINED_CREDIT,
    processing_error: "Kartınız işlenirken bir hata oluştu. Biraz sonra tekrar deneyin.",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "Kartınız reddedildi. İsteğiniz test modundaydı, ancak test kartı yerine gerçek bir kart kullanıldı. " +
      "Geçerli test kartlarının listesi için bkz. https://stripe.com/docs/testing.",
  },
  declined: "Kartınız reddedildi. Lütfen başka bir kart deneyin.",
  authenticationFailed:
    "Ödeme yönteminizin kimlik doğrulaması yapılamadı. Lütfen başka bir ödeme yöntemi seçip tekrar deneyin.",
  trouble: "Bir sorun oluştu ve sizden ödeme alınmadı. Lütfen tekrar deneyin.",
  busy: "İsteğiniz zaten işleniyor. Biraz bekleyip tekrar deneyin.",
  taxFailed: "Adresiniz için vergi hesaplanamadı. Adresi kontrol edin.",
  cardGone: "Bu kart artık kullanılamıyor. Başka bir kart kullanın.",
  unreachable: "Sunucuya ulaşılamadı. Çalıştığından emin olup tekrar deneyin.",
  staleToken: "Bu sayfa güncel değil. Sayfayı yenileyip tekrar deneyin.",

  complete: {
    title: "Burada her şey tamam",
    text: "Bu ödeme oturumu tamamlandı. Ödenecek bir şey kalmadı; bu sayfayı kapatabilirsiniz.",
    session: "Oturum",
    hint:
      "Yeni bir oturum mu bekliyordunuz? Önceki bir Idempotency-Key değerini yineleyen istek, önceki " +
      "oturumu geri alır. Her satın alma için yeni bir anahtar gönderin.",
  },
  expired: {
    title: "Bu ödeme sayfasının süresi doldu",
    text: "Sizden ödeme alınmadı. Yeni bir ödeme sayfası almak için mağazaya dönüp yeniden başlayın.",
    recoverText: "Sizden ödeme alınmadı. Kaldığınız yerden devam edebilirsiniz.",
    recover: "Yeniden başla",
  },
  thanks: {
    title: "Ödemeniz için teşekkürler",
    text: (business) => `${business} işletmesine yaptığınız ödeme tamamlandı. Bu sayfayı kapatabilirsiniz.`,
  },
  link: {
    inactiveTitle: "Bu bağlantı artık etkin değil",
    inactiveText: "Kapatılmış veya sattığı her şey tükenmiş.",
    unknownTitle: "Böyle bir ödeme bağlantısı yok",
    unknownText:
      "Adresi kontrol edin. Verilerini bellekte tutan bir sunucu, durduğunda bağlantılarını unutur.",
    recoveryTitle: "Bu bağlantı artık geçerli değil",
    recoveryText:
      "Bir ödemeye, süresi dolduktan sonra 30 gün boyunca yeniden devam edilebilir. Mağazaya dönüp yeniden " +
      "başlayın.",
  },
  invoice: {
    title: (number) => `Fatura ${number}`,
    paid: (amount, date) => `${amount}, ${date} tarihinde ödendi`,
    due: (amount) => `Ödenecek: ${amount}`,
    number: "Fatura numarası",
    issued: "Düzenlenme tarihi",
    paidOn: "Ödeme tarihi",
    from: "Düzenleyen",
    billTo: "Fatura alıcısı",
    shipTo: "Teslimat alıcısı",
    item: "Açıklama",
    quantity: "Adet",
    unitPrice: "Birim fiyat",
    amount: "Tutar",
    withoutTax: (label) => `${label} (vergi hariç)`,
    discount: (name, off) => `${name} (${off} indirim)`,
    total: "Toplam",
    balance: "Uygulanan bakiye",
    amountPaid: "Ödenen tutar",
    amountDue: "Ödenecek tutar",
    download: "PDF’yi indir",
    unknownTitle: "Böyle bir fatura yok",
    unknownText: "Adresi kontrol edin. Verilerini bellekte tutan bir sunucu, durduğunda faturalarını unutur.",
  },
  unknown: {
    title: "Böyle bir ödeme oturumu yok",
    text: "Adresi kontrol edin. Verilerini bellekte tutan bir sunucu, durduğunda oturumlarını unutur.",
  },
  wrongHost: {
    title: "Bu sunucu bu ada yanıt vermiyor",
    text:
      "Sayfayı sunucunun bildirdiği adresten açın veya sunucuyu ödeme sayfasının adresi bu olacak şekilde " +
      "başlatın.",
  },
  refused: {
    title: "Bu istek reddedildi",
    text: "Ödeme sayfasının kendisinden gelmedi. Sayfayı yeniden açıp ödemeyi oradan yapın.",
  },
  trouble_page: {
    title: "Bir sorun oluştu",
    text:
      "Sunucu beklenmedik bir hatayla karşılaştı; ayrıntılar sunucunun günlüğündedir. Sizden ödeme " +
      "alınmadı.",
  },
  leaving: {
    title: "Ödeme tamamlandı",
    text: "Mağazaya geri yönlendiriliyorsunuz.",
    challengeTitle: "Teşekkürler",
    link: "Devam",
  },
  bank: {
    title: (method: string) => `${method} test ödeme sayfası`,
    text: (method: string) =>
      `Bu sayfa ${method} yerine geçer. Hiçbir bankaya sorulmaz ve para hareket etmez. Ödemenin nasıl biteceğini seçin.`,
    authorize: "Test ödemesini onayla",
    fail: "Test ödemesini reddet",
    authorizeSetup: "Test kurulumunu onayla",
    failSetup: "Test kurulumunu reddet",
  },
  challenge: {
    dialog: "Ödemenizi doğrulayın",
    frame: "3D Secure doğrulaması",
    title: "3D Secure 2 test sayfası",
    text: "Bir banka burada ödemeyi gerçekten sizin yapıp yapmadığınızı sorardı. Nasıl sonuçlanacağını seçin.",
    complete: "Tamamla",
    fail: "Başarısız kıl",
    close: "Doğrulamayı iptal et",
    over: "Bu doğrulama sona erdi",
    overText: "Zaten yanıtlandı. Bu sayfayı kapatabilirsiniz.",
  },
};
