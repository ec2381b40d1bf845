/** The pages on which a customer chooses another plan or quantity, sees what it costs, and confirms. */

import type { PlanChange } from "../../resources/billing/portal/index.ts";
import { dateText, money } from "../../words/languages.ts";
import type { ChangePreview, FoundSubscription, OfferedPlan } from "../portal_port.ts";
import { portalPage } from "./layout.tsx";
import { offerText, type PortalView, subscriptionPath, withQuantity } from "./portal_view.ts";

/** The names of the fields of the forms. */
export const CHANGE = { price: "price", quantity: "quantity", code: "promotion_code" } as const;

interface Choosing {
  readonly of: FoundSubscription;
  readonly plans: readonly OfferedPlan[];
  readonly chosen: OfferedPlan;
  readonly quantity: number;
  readonly takesCodes: boolean;
}

export function choosePage(view: PortalView, choosing: Choosing): string {
  const { portal } = view.language.messages;
  return portalPage(view, {
    title: portal.update,
    heading: portal.choosePlan,
    children: (
      <>
        <form method="get" action={subscriptionPath(view, choosing.of, "update")} data-testid="pricing-table">
          <div class="Portal-cards">
            {choosing.plans.map((plan) => (
              <PlanCard key={plan.price.id} view={view} choosing={choosing} plan={plan} />
            ))}
          </div>
        </form>
        <ChosenForm view={view} choosing={choosing} />
      </>
    ),
  });
}

interface CardProps {
  readonly view: PortalView;
  readonly choosing: Choosing;
  readonly plan: OfferedPlan;
}

function PlanCard({ view: { language }, choosing: { chosen, of }, plan }: CardProps) {
  const { portal } = language.messages;
  const isChosen = plan === chosen;
  const isMarked = isChosen ? "Portal-card Portal-card--chosen" : "Portal-card";
  return (
    <div class={isMarked} data-testid="pricing-table-card">
      <h2>{plan.name}</h2>
      <p class="Portal-price">{offerText(plan.amount, of.subscription.currency, plan, language)}</p>
      {plan.isCurrent && <span class="Portal-badge">{portal.currentPlan}</span>}
      {isChosen ? (
        !plan.isCurrent && <p class="Portal-soft">{portal.selected}</p>
      ) : (
        <button type="submit" name={CHANGE.price} value={plan.price.id} class="LinkButton">
          {portal.select}
        </button>
      )}
    </div>
  );
}

/** What else can be chosen of the chosen plan, and the way on. */
function ChosenForm({ view, choosing }: Omit<CardProps, "plan">) {
  const { chosen, of, quantity, takesCodes } = choosing;
  const { portal, promotion, quantity: words } = view.language.messages;
  if (chosen.isCurrent && chosen.quantity === null && !takesCodes) return null;
  const { maximum = null, minimum = 1 } = chosen.quantity ?? {};
  return (
    <form class="Portal-form" method="get" action={subscriptionPath(view, of, "confirm")}>
      <input type="hidden" name={CHANGE.price} value={chosen.price.id} />
      {chosen.quantity !== null && (
        <label class="Portal-field">
          {words.label}
          <input
            class="CheckoutInput Input"
            type="number"
            name={CHANGE.quantity}
            value={quantity}
            min={minimum}
            max={maximum ?? undefined}
            required
            data-testid="portal-quantity-editor"
          />
        </label>
      )}
      {takesCodes && (
        <label class="Portal-field">
          {promotion.add}
          <input class="CheckoutInput Input" type="text" name={CHANGE.code} id={CHANGE.code} />
        </label>
      )}
      <button type="submit" class="LinkButton LinkButton--strong" data-testid="continue-button">
        {portal.proceed}
      </button>
    </form>
  );
}

interface Confirming {
  readonly of: FoundSubscription;
  readonly plan: OfferedPlan;
  readonly change: PlanChange;
  readonly code: string;
  /** Null if the change is refused; the view's fault says why. */
  readonly preview: ChangePreview | null;
}

export function confirmPage(view: PortalView, { change, code, of, plan, preview }: Confirming): string {
  const { language } = view;
  const { portal, recurring } = language.messages;
  const { currency } = of.subscription;
  const shown = (amount: number) => money(amount, currency, language.tag);
  return portalPage(view, {
    title: portal.update,
    heading: portal.confirmHeading,
    children: preview !== null && (
      <>
        <dl class="Portal-sums" data-testid="portal-preview">
          <div>
            <dt>{withQuantity(plan.name, change.quantity)}</dt>
            <dd>{offerText(preview.renewal, currency, plan, language)}</dd>
          </div>
          <div class="Portal-total">
            <dt>{recurring.totalToday}</dt>
            <dd data-testid="portal-due-today">{shown(preview.due)}</dd>
          </div>
        </dl>
        {preview.next !== null && (
          <p class="Portal-soft" data-testid="portal-next-invoice">
            {portal.next(shown(preview.next.amount), dateText(preview.next.at, language.tag))}
          </p>
        )}
        <form method="post" action={subscriptionPath(view, of, "confirm")}>
          <input type="hidden" name={CHANGE.price} value={change.price} />
          <input type="hidden" name={CHANGE.quantity} value={change.quantity} />
          <input type="hidden" name={CHANGE.code} value={code} />
          <button
            type="submit"
            class="LinkButton LinkButton--strong"
            data-testid="confirm"
            data-test="confirm"
          >
            {portal.confirm}
          </button>
        </form>
      </>
    ),
  });
}
