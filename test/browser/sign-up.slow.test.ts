/** Somebody signs up in a real browser, with the keyboard alone, with and without scripts: until the alert comes, and stops. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { petitionPath } from '../../lambda/site/paths.ts';
import { serve } from '../loopback.ts';
import { visitorsOf, type Visitors } from '../sign-up.ts';
import { startSignUpSite, type SignUpSite } from '../sign-up-site.ts';
import type { Monitor } from '../test-monitor.ts';
import type { Platform } from '../test-platform.ts';
import { inChromium, launch } from './chromium.ts';
import { faultsIn, visit, type Visit } from './visit.ts';

const name = 'us-we-the-people/1';

inChromium('signing up', () => {
  let browser: Browser;
  let platform: Platform;
  let monitor: Monitor;
  let close: SignUpSite['close'];
  let visitors: Visitors;
  const open: BrowserContext[] = [];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    for (const context of open.splice(0)) await context.close();
    visitors.close();
    await close();
  });

  async function start(signUp: { proofOfWork?: boolean } = {}): Promise<void> {
    ({ platform, monitor, close } = await startSignUpSite(signUp));
    visitors = visitorsOf(monitor.emulator);
    await monitor.report('2016-01-01T12:01:00Z');
  }

  async function visitPetition(scripts: boolean): Promise<Visit> {
    const at = '2016-01-01T12:01:00Z';
    const visited = await visit(browser, `${monitor.siteUrl}${petitionPath(name, 'html')}`, { scripts, at });
    open.push(visited.context);
    return visited;
  }

  /** As somebody does who has no mouse: from the field to the button. */
  async function fillIn({ keyboard }: Page, email: string, all: boolean): Promise<void> {
    await keyboard.type(email);
    await keyboard.press('Tab');
    if (all) await keyboard.press('ArrowDown');
    await keyboard.press('Tab');
  }

  async function tabTo(page: Page, id: string): Promise<void> {
    for (let presses = 0; presses < 100; presses++) {
      await page.keyboard.press('Tab');
      if ((await page.locator(':focus').getAttribute('id')) === id) return;
    }
    throw new Error(`no key leads to ${id}`);
  }

  const send = async (page: Page): Promise<void> => {
    await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
    await page.waitForLoadState('networkidle');
  };
  const heading = (page: Page): Promise<string | null> => page.locator('h1').textContent();

  test.each([
    ['with scripts', true, {}],
    ['without scripts', false, {}],
    ['with a proof of work', true, { proofOfWork: true }],
  ])('%s, by keyboard: signed up, confirmed, told, and stopped', async (_, scripts, signUp) => {
    await start(signUp);
    const visited = await visitPetition(scripts);
    const { page, complaints } = visited;
    await tabTo(page, 'sign-up-email');
    await fillIn(page, 'reader@example.org', true);
    await send(page);
    expect([await heading(page), complaints]).toEqual(['Look into your mailbox', []]);

    const [asked] = await monitor.deliveries();
    const confirm = /http:\S+Action=ConfirmSubscription\S*/.exec(asked?.message ?? '')?.[0] ?? '';
    await page.goto(confirm);
    expect(await visitors.followersOf(name, 'all')).toEqual([['reader@example.org', true]]);

    platform.shows('1', { signatureCount: 100_500 });
    await monitor.tick('2016-01-01T12:05:00Z');
    const [alert] = await monitor.deliveries();
    expect(alert?.subject).toMatch(/met/i);

    const stop = new URL(confirm);
    stop.search = String(
      new URLSearchParams({ Action: 'Unsubscribe', SubscriptionArn: alert?.subscription.arn ?? '' }),
    );
    await page.goto(stop.href);
    expect(await visitors.followersOf(name, 'all')).toEqual([['reader@example.org', false]]);
  });

  test.each([
    ['', {}],
    [', with a proof of work', { proofOfWork: true }],
  ])(
    'the form, the answer and the fault of a field have no fault that axe finds, on a phone and in the dark, too%s',
    async (_, signUp) => {
      await start(signUp);
      const onPage = await visitPetition(true);
      expect(await faultsIn(onPage)).toEqual([]);

      const faulty = await visitPetition(true);
      await faulty.page.focus('#sign-up-email');
      // Browsers take it for an address.
      await fillIn(faulty.page, 'reader@example', false);
      await send(faulty.page);
      expect(await heading(faulty.page)).toBe('Your e-mail address is not right');
      expect(await faulty.page.inputValue('#sign-up-email')).toBe('reader@example');
      // The answer is a 422, which the console of the browser names.
      expect((await faultsIn(faulty)).filter((fault) => !fault.includes('422'))).toEqual([]);

      await faulty.page.fill('#sign-up-email', 'reader@example.org');
      await faulty.page.focus('button[type=submit]');
      await send(faulty.page);
      expect(await heading(faulty.page)).toBe('Look into your mailbox');
      faulty.complaints.splice(0);
      expect(await faultsIn(faulty)).toEqual([]);
      expect((await monitor.deliveries()).map(({ subscription }) => subscription.endpoint)).toEqual([
        'reader@example.org',
      ]);
    },
  );

  test('with a proof of work, the form says without scripts that it needs one, and what else there is', async () => {
    await start({ proofOfWork: true });
    const visited = await visitPetition(false);
    const { page } = visited;
    expect(await page.locator('.sign-up .fault').textContent()).toMatch(/needs a script.*by its feed or its calendar/);
    await tabTo(page, 'sign-up-email');
    await fillIn(page, 'reader@example.org', true);
    await send(page);
    expect(await heading(page)).toBe('You are not signed up');
    expect(await page.locator('main').textContent()).toMatch(/needs a proof of work/);
    expect(await monitor.deliveries()).toEqual([]);
    await page.click('text=Back to the petition');
    expect(await page.locator('.sign-up').count()).toBe(1);
  });

  test('while the browser works, it says so, and does not begin a second time', async () => {
    await start({ proofOfWork: true });
    const { page } = await visitPetition(true);
    const challenges: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'GET' && request.url().endsWith('/sign-up')) challenges.push(request.url());
    });
    await page.fill('#sign-up-email', 'reader@example.org');
    await page.focus('.sign-up button');
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Enter');
    expect(await page.locator('.sign-up [role=status]').textContent()).toMatch(/works for some seconds/);
    await page.waitForEvent('domcontentloaded');
    expect(await heading(page)).toBe('Look into your mailbox');
    expect(challenges).toHaveLength(1);
    expect(await monitor.deliveries()).toHaveLength(1);

    // The browser may show the page as it was left. Its proof was used, so there has to be another.
    await page.goBack();
    await page.focus('.sign-up button');
    await send(page);
    expect(await heading(page)).toBe('Look into your mailbox');
    expect(challenges).toHaveLength(2);
  });

  test('where no challenge can be had, the page says that it did not work', async () => {
    await start({ proofOfWork: true });
    const { page } = await visitPetition(true);
    await page.route('**/sign-up', (route) => route.fulfill({ status: 503, body: '<p>Something is wrong</p>' }));
    await page.fill('#sign-up-email', 'reader@example.org');
    await page.focus('.sign-up button');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.sign-up [role=status]:has-text("did not work")');
    await page.unroute('**/sign-up');
    await send(page);
    expect(await heading(page)).toBe('Look into your mailbox');
  });

  test('a page of another site cannot have its visitors sign up somebody', async () => {
    await start();
    const fields = { petition: name, email: 'victim@example.org', choice: 'all' };
    const inputs = Object.entries(fields).map(([field, value]) => `<input name="${field}" value="${value}">`);
    const form = `<form method="post" action="${monitor.siteUrl}sign-up">${inputs.join('')}<button>Win</button></form>`;
    const evil = await serve((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(form));
    const context = await browser.newContext();
    open.push(context);
    const page = await context.newPage();
    await page.goto(evil.url.replace('127.0.0.1', 'localhost'));
    await Promise.all([page.waitForEvent('domcontentloaded'), page.click('button')]);
    expect(await page.locator('main').textContent()).toMatch(/not come from a page of this site/);
    expect(await monitor.deliveries()).toEqual([]);
    await evil.close();
  });
});
