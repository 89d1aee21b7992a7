/**
 * The form by which visitors sign up for mails about one petition, and the pages that answer it. They work without a script,
 * but for a form that needs a proof of work.
 */
import type { FollowChoice } from '../../../src/domain/followers.ts';
import type { Petition } from '../../../src/domain/petition.ts';
import { signUpLimits } from '../../../src/domain/sign-up-limits.ts';
import { paths, petitionPath } from '../paths.ts';
import type { SiteFile } from '../site-file.ts';
import type { SiteContext } from '../view-model.ts';
import { Title } from './components.tsx';
import { linkFrom, pageFile, type LinkTo } from './layout.tsx';
import { safeLink, titleText } from './site-format.ts';

/** The longest address that mail servers take (RFC 5321, 4.5.3.1.3, less the brackets). */
export const maxEmailLength = 254;

interface FormProps {
  readonly petition: string;
  readonly site: SiteContext;
  readonly to: LinkTo;
  /** What somebody has entered. */
  readonly entered?: { readonly email: string; readonly choice: FollowChoice };
  /** What is wrong with the address. */
  readonly fault?: string | undefined;
}

const choices: readonly (readonly [FollowChoice, string])[] = [
  ['main', 'When a threshold or a response is met or missed: a few mails in all'],
  ['all', 'Every alert, with warnings, forecasts and reminders'],
];

/** What a page with the form needs besides. */
export const signUpScripts = ({ assets: { proof } }: SiteContext): readonly string[] =>
  proof === undefined ? [] : [proof];

export function SignUpForm({ petition, site, to, entered = { email: '', choice: 'main' }, fault }: FormProps) {
  return (
    <form class="sign-up" method="post" action={to(paths.signUp)}>
      <input type="hidden" name="petition" value={petition} />
      {site.assets.proof !== undefined && (
        <noscript>
          <p class="fault">
            Against misuse, this form needs a script, and your browser runs none. You can follow the petition by its{' '}
            <a href={to(petitionPath(petition, 'atom'))}>feed</a> or its{' '}
            <a href={to(petitionPath(petition, 'ics'))}>calendar</a>.
          </p>
        </noscript>
      )}
      <p>
        <label for="sign-up-email">Your e-mail address</label>
        {fault !== undefined && (
          <strong id="sign-up-fault" class="fault">
            {fault}
          </strong>
        )}
        <input
          id="sign-up-email"
          type="email"
          name="email"
          autocomplete="email"
          spellcheck={false}
          required
          maxlength={maxEmailLength}
          value={entered.email}
          aria-invalid={fault === undefined ? undefined : 'true'}
          aria-describedby={fault === undefined ? 'sign-up-next' : 'sign-up-fault sign-up-next'}
        />
      </p>
      <fieldset>
        <legend>What to be told of</legend>
        {choices.map(([choice, label]) => (
          <label key={choice}>
            <input type="radio" name="choice" value={choice} checked={choice === entered.choice} /> {label}
          </label>
        ))}
      </fieldset>
      <p class="fine" id="sign-up-next">
        A mail comes within minutes and asks you to confirm, within two days. Each alert ends with a link that stops the
        mails. Your address is kept by the mail service (Amazon SNS), and nowhere else.
      </p>
      <button type="submit">Sign up</button>
    </form>
  );
}

type About = Pick<Petition, 'petition' | 'title'>;

interface AnswerProps {
  readonly site: SiteContext;
  readonly title: string;
  readonly about?: About | undefined;
  readonly scripts?: readonly string[];
  readonly children: (to: LinkTo) => preact.ComponentChildren;
}

function answerPage({ site, title, about, scripts = [], children }: AnswerProps): SiteFile {
  const path = paths.signUp;
  const to = linkFrom({ path, site });
  return pageFile({
    path,
    site,
    title,
    scripts,
    description: 'The answer to somebody who signs up for mails about a petition.',
    children: (
      <article class="prose sign-up-answer">
        <header class="lead">
          <h1>{title}</h1>
          {about && (
            <p class="standfirst">
              <Title>{titleText(about)}</Title>
            </p>
          )}
        </header>
        {children(to)}
        <p class="back">
          <a href={to(about ? petitionPath(about.petition, 'html') : paths.overview)}>
            {about ? 'Back to the petition' : 'All petitions'}
          </a>
        </p>
      </article>
    ),
  });
}

/** The same for every address, whether it is known or not, and whether a mail is sent or not. */
export const signUpSentPage = (about: About, site: SiteContext): SiteFile =>
  answerPage({
    site,
    title: 'Look into your mailbox',
    about,
    children: () => (
      <>
        <p>
          Within minutes a mail comes from Amazon SNS (no-reply@sns.amazonaws.com), “AWS Notification - Subscription
          Confirmation”. <strong>Follow its link within two days.</strong> Before that you are told nothing, and after
          two days you have to sign up again.
        </p>
        <ul>
          <li>No mail? Look among the spam, and see whether the address was right.</li>
          <li>
            An address that has confirmed already gets no other mail, and goes on. In a day an address is asked{' '}
            {signUpLimits.addressAndPetition} times at most about one petition, and {signUpLimits.address} times
            altogether.
          </li>
          <li>Each alert ends with a link that stops the mails.</li>
          <li>
            To be told of something else, sign up again, confirm, and stop the mails that you had before by the link in
            them.
          </li>
        </ul>
      </>
    ),
  });

interface Faulty {
  readonly entered: NonNullable<FormProps['entered']>;
  readonly fault: string;
}

/** The form again, with what was entered. */
export const signUpFaultPage = (about: About, { entered, fault }: Faulty, site: SiteContext): SiteFile =>
  answerPage({
    site,
    title: 'Your e-mail address is not right',
    about,
    scripts: signUpScripts(site),
    children: (to) => <SignUpForm petition={about.petition} site={site} to={to} entered={entered} fault={fault} />,
  });

/** Nobody was signed up, and why. */
export const signUpRefusedPage = (reason: string, about: About | undefined, site: SiteContext): SiteFile =>
  answerPage({
    site,
    title: 'You are not signed up',
    about,
    children: () => {
      const contact = safeLink(site.contact);
      return (
        <p>
          {reason}{' '}
          {contact && (
            <>
              You can ask on <a href={contact.href}>{contact.host}</a>.
            </>
          )}
        </p>
      );
    },
  });
