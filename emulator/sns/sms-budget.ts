/**
 * What an account may spend on SMS in a calendar month: a dollar, until it asks AWS for more. Over it Amazon SNS takes
 * messages as before, and sends none (docs.aws.amazon.com/sns/latest/dg/channels-sms-awssupport-spend-threshold.html,
 * 2026-11). It says that it stops "within minutes"; here it is at once.
 */
export const monthlySmsDollars = 1;

export class SmsBudget {
  #month = '';
  #spent = 0;

  /** Whether an SMS of this price is sent. `now` is in milliseconds since 1970. */
  admits(price: number, now: number): boolean {
    const month = new Date(now).toISOString().slice(0, 7);
    if (month !== this.#month) [this.#month, this.#spent] = [month, 0];
    if (this.#spent + price > monthlySmsDollars) return false;
    this.#spent += price;
    return true;
  }
}
