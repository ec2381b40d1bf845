/** Every phrase of the page, in Japanese. */
import type { Messages } from "./en.ts";

const DECLINED_CREDIT =
  "クレジットカードが拒否されました。代わりにデビットカードでのお支払いをお試しください。";

export const ja: Messages = {
  tag: "ja",

  notice: {
    title: "これはローカルのテストサーバー、Checkstand です。",
    text: "Stripe ではありません。お金は動かず、使えるのはテストカードだけです。",
    poweredBefore: "次の表示は事実ではありません：",
    powered: "Powered by Stripe",
    poweredAfter: "これはローカルのテストサーバー、Checkstand です",
  },
  testMode: "テストモード",

  header: { backTo: (business) => `${business} に戻る`, back: "戻る" },
  summary: {
    title: (business) => `お支払い – ${business}`,
    pay: (business) => `${business} に支払う`,
    order: "ご注文内容",
    details: "詳細",
    quantity: (count) => `数量：${count}`,
    each: (amount) => `単価 ${amount}`,
    subtotal: "小計",
    total: "お支払い合計",
  },
  order: {
    update: "更新",
    updated: (total) => `ご注文が更新されました。お支払い合計：${total}。`,
    changed: (total) =>
      `合計が ${total} に変わりました。請求は行われていません。ご注文を確認のうえ、` +
      "もう一度お支払いください。",
    shipping: "配送料",
    free: "無料",
    lineDiscount: (label, amount) => `${label}（${amount}）`,
    percentOff: (percent) => `${percent} オフ`,
  },
  tax: {
    tax: "税金",
    rate: (name, percent) => `${name}（${percent}）`,
    included: (name, percent) => `${name}（${percent}、内税）`,
    exempt: (name) => `${name}（免税）`,
    reverseCharge: (name) => `${name}（リバースチャージ）`,
    pending: "住所を入力すると計算されます",
    failed: "計算できませんでした",
  },
  promotion: {
    add: "プロモーションコードを追加",
    apply: "適用",
    remove: (code) => `${code} を削除`,
    missing: "プロモーションコードを入力してください。",
    invalid: "このコードは無効です。",
    expired: "このプロモーションコードは有効期限が切れています。",
    used: "このコードは利用回数の上限に達しています。",
    inactive: "このコードは現在ご利用いただけません。",
    otherCustomer: "このコードは別のお客様専用です。",
    firstPurchase: "このコードは初回のご購入にのみご利用いただけます。",
    minimum: "ご注文金額がこのコードの最低利用金額に達していません。",
  },
  quantity: {
    title: "数量を更新",
    label: "数量",
    labelOf: (item) => `${item} の数量`,
    change: (item) => `${item} の数量を変更`,
    more: "数量を増やす",
    less: "数量を減らす",
    update: "更新",
    close: "閉じる",
    between: (least, most) => `${least} から ${most} までの数量を入力してください。`,
    zeroRemoves: "0 にすると商品が削除されます。",
  },
  customAmount: {
    label: "金額",
    change: "金額を変更",
    missing: "金額を入力してください。",
    invalid: "有効な金額を入力してください。",
    atLeast: (amount) => `金額は ${amount} 以上にしてください。`,
    atMost: (amount) => `金額は ${amount} 以下にしてください。`,
  },
  shippingOption: {
    heading: "配送方法",
    atLeast: (time) => `最短 ${time}`,
    upTo: (time) => `最長 ${time}`,
    between: (least, most) => `${least}～${most}`,
    businessDays: (count) => `${count} 営業日`,
  },

  form: {
    label: "お支払い情報",
    email: "メールアドレス",
    emailPlaceholder: "email@example.com",
    card: "カード",
    cardInformation: "カード情報",
    cardNumber: "カード番号",
    cardNumberPlaceholder: "1234 1234 1234 1234",
    expiration: "有効期限",
    expirationPlaceholder: "月 / 年",
    cvc: "CVC",
    name: "カード所有者名",
    namePlaceholder: "カードに記載のフルネーム",
    nameOnCard: "カードに記載の氏名",
    country: "国または地域",
    payWithCard: "カードで支払う",
  },
  heading: {
    contact: "連絡先情報",
    shipping: "配送先情報",
    method: "支払い方法",
    methodTabs: "カードで支払う",
    billing: "請求先情報",
  },
  phone: {
    label: "電話番号",
    country: "国番号",
    option: (country, code) => `${country}（+${code}）`,
  },
  address: {
    shipping: "配送先住所",
    billing: "請求先住所",
    search: "住所",
    manual: "住所を手動で入力",
    name: "氏名",
    line1: "住所 1 行目",
    line2: "住所 2 行目",
    cities: {
      city: "市区町村",
      district: "地区",
      post_town: "市または町",
      suburb: "郊外地区",
    },
    regions: {
      area: "地域",
      county: "郡",
      department: "県",
      emirate: "首長国",
      island: "島",
      parish: "教区",
      prefecture: "都道府県",
      province: "州・省",
      region: "地方",
      state: "州",
    },
    postalCodes: {
      eircode: "Eircode",
      pin: "郵便番号（PIN）",
      postal: "郵便番号",
      zip: "郵便番号",
    },
    sameAsShipping: "請求先情報は配送先情報と同じ",
  },
  saved: {
    cards: "保存済みのカード",
    card: (brand, last4) => `${brand} •••• ${last4}`,
    expires: (date) => `有効期限 ${date}`,
    newCard: "新しいカードを使用",
    remove: "削除",
    removeCard: (card) => `${card} を削除`,
    save: "今後の購入のために支払い情報を保存する",
  },
  business: {
    purchasing: "法人として購入する",
    name: "会社名",
    taxIdType: "納税者番号の種類",
    taxId: "納税者番号",
  },
  fields: {
    optional: (label) => `${label}（任意）`,
    choose: "選択してください",
  },
  consent: {
    terms: (business, terms, privacy) => [
      `${business} の`,
      terms("利用規約"),
      "と",
      privacy("プライバシーポリシー"),
      "に同意します",
    ],
    termsOnly: (business, terms) => [`${business} の`, terms("利用規約"), "に同意します"],
    promotions: (business) => `${business} からのお知らせや特典の案内を受け取る`,
    reuse: (business) =>
      `カード情報を入力することにより、${business} がその規約に従って、` +
      "今後のお支払いをお客様のカードに請求することを許可したものとみなされます。",
  },
  submit: {
    pay: (amount) => `${amount} を支払う`,
    payAny: "支払う",
    book: "予約する",
    donate: "寄付する",
    subscribe: "申し込む",
    complete: "注文を確定する",
    processing: "処理中…",
    paid: "お支払い完了",
  },

  faults: {
    answer_not_digits: "数字のみを入力してください。",
    cvc_incomplete: "カードのセキュリティコードが不完全です。",
    email_invalid: "メールアドレスが無効です。",
    exp_incomplete: "カードの有効期限が不完全です。",
    exp_invalid: "カードの有効期限が無効です。",
    exp_month_past: "カードの有効期限が過ぎています。",
    exp_year_past: "カードの有効期限の年が過ぎています。",
    name_missing: "カードに記載の氏名を入力してください",
    number_incomplete: "カード番号が不完全です。",
    number_invalid: "カード番号が無効です。",
    phone_invalid: "電話番号が無効です。",
    required: "必須",
    tax_id_invalid: "納税者番号が無効です。",
    terms_missing: "続行するには規約に同意してください。",
    zip_invalid: "郵便番号が無効です",
  },
  lengthFaults: {
    answer_too_short: (count) => `${count} 文字以上で入力してください。`,
    answer_too_long: (count) => `${count} 文字以内で入力してください。`,
  },
  declines: {
    authentication_required: "カードが拒否されました。この取引には認証が必要です。",
    card_not_supported: "このカードはここではご利用いただけません。別のカードをご利用ください。",
    card_velocity_exceeded: "短時間に繰り返し試行されたか、限度額を超えたため、カードが拒否されました。",
    expired_card: "カードの有効期限が切れています。別のカードをお試しください。",
    fraudulent: DECLINED_CREDIT,
    generic_decline: DECLINED_CREDIT,
    incorrect_cvc: "カードの CVC が正しくありません。",
    incorrect_zip: "カードの郵便番号を確認できませんでした。",
    insufficient_funds:
      "残高不足のため、クレジットカードが拒否されました。" +
      "代わりにデビットカードでのお支払いをお試しください。",
    lost_card: DECLINED_CREDIT,
    processing_error: "カードの処理中にエラーが発生しました。しばらくしてからもう一度お試しください。",
    stolen_card: DECLINED_CREDIT,
    test_mode_live_card:
      "カードが拒否されました。テストモードのリクエストに、" +
      "テストカードではなく実際のカードが使用されました。有効なテストカードの一覧はこちらをご覧ください：" +
      "https://stripe.com/docs/testing",
  },
  declined: "カードが拒否されました。別のカードをお試しください。",
  authenticationFailed:
    "お支払い方法を認証できませんでした。別のお支払い方法を選択して、もう一度お試しください。",
  trouble: "問題が発生しました。請求は行われていません。もう一度お試しください。",
  busy: "すでにお支払いを処理しています。しばらく待ってから、もう一度お試しください。",
  taxFailed: "ご住所の税金を計算できませんでした。住所をご確認ください。",
  cardGone: "このカードはご利用いただけなくなりました。別のカードをご利用ください。",
  unreachable:
    "サーバーに接続できませんでした。サーバーが動作していることを確認して、もう一度お試しください。",
  staleToken: "このページは古くなっています。再読み込みして、もう一度お試しください。",

  complete: {
    title: "手続きはすべて完了しています",
    text:
      "この決済セッションは完了しています。お支払いいただくものはありません。" +
      "このページを閉じてかまいません。",
    session: "セッション",
    hint:
      "新しいセッションになるはずでしたか？以前の Idempotency-Key を繰り返すリクエストには、" +
      "以前のセッションが返されます。購入ごとに新しいキーを送信してください。",
  },
  expired: {
    title: "この決済ページは有効期限が切れています",
    text: "請求は行われていません。ショップに戻ってもう一度始めると、新しい決済ページが表示されます。",
    recoverText: "請求は行われていません。中断したところから続けられます。",
    recover: "もう一度始める",
  },
  thanks: {
    title: "お支払いありがとうございます",
    text: (business) => `${business} へのお支払いが完了しました。このページを閉じてかまいません。`,
  },
  link: {
    inactiveTitle: "このリンクは無効になりました",
    inactiveText: "リンクが停止されたか、販売していたものがすべて売り切れました。",
    unknownTitle: "この決済リンクは存在しません",
    unknownText:
      "アドレスを確認してください。データをメモリに保持するサーバーは、停止するとリンクを失います。",
    recoveryTitle: "このリンクは有効ではなくなりました",
    recoveryText:
      "お支払い手続きは、期限切れから 30 日間再開できます。ショップに戻ってもう一度始めてください。",
  },
  invoice: {
    title: (number) => `請求書 ${number}`,
    paid: (amount, date) => `${date}に ${amount} 支払い済み`,
    due: (amount) => `未払い額：${amount}`,
    number: "請求書番号",
    issued: "発行日",
    paidOn: "支払い日",
    from: "発行元",
    billTo: "請求先",
    shipTo: "配送先",
    item: "内容",
    quantity: "数量",
    unitPrice: "単価",
    amount: "金額",
    withoutTax: (label) => `${label}（税抜）`,
    discount: (name, off) => `${name}（${off} 割引）`,
    total: "合計",
    amountPaid: "支払い済み額",
    amountDue: "未払い額",
    download: "PDF をダウンロード",
    unknownTitle: "この請求書は存在しません",
    unknownText:
      "アドレスを確認してください。データをメモリに保持するサーバーは、停止すると請求書を失います。",
  },
  unknown: {
    title: "この決済セッションは存在しません",
    text: "アドレスを確認してください。データをメモリに保持するサーバーは、停止するとセッションを失います。",
  },
  wrongHost: {
    title: "このサーバーはその名前には応答しません",
    text:
      "サーバーが表示したアドレスでページを開くか、" +
      "そのオリジンを決済ページのオリジンに指定してサーバーを起動してください。",
  },
  refused: {
    title: "このリクエストは拒否されました",
    text: "決済ページ自体から送信されたものではありません。ページを開き直して、そこからお支払いください。",
  },
  trouble_page: {
    title: "問題が発生しました",
    text: "サーバーで予期しないエラーが発生しました。詳細はサーバーのログにあります。請求は行われていません。",
  },
  leaving: {
    title: "お支払い完了",
    text: "ショップに戻ります。",
    challengeTitle: "ありがとうございます",
    link: "続ける",
  },
  challenge: {
    dialog: "お支払いの認証",
    frame: "3D Secure 認証",
    title: "3D Secure 2 テストページ",
    text: "実際には、ここで銀行がご本人によるお支払いかどうかを確認します。結果を選択してください。",
    complete: "完了",
    fail: "失敗",
    close: "認証をキャンセル",
    over: "この認証は終了しています",
    overText: "すでに回答済みです。このページを閉じてかまいません。",
  },
};
