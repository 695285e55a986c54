import { SIMULATOR_FOLDER } from "../simulate/folder-simulator";

interface Made {
  readonly name: string;
  readonly description: string;
  /** A mailbox of the template. */
  readonly mailbox: string;
}

/** Neither goes into version control; npm would leave a file of this name out of the package. */
export const GIT_IGNORE = `node_modules/\n${SIMULATOR_FOLDER}/\n`;

/** Renders the README of a new folder, with the next steps. Each command is run by a test. */
export function renderReadme({ name, description, mailbox }: Made): string {
  return `# ${name}

${description}. Needs Node 20.19 or later and [Pulumi](https://www.pulumi.com/docs/install/).

## Try it, with no account and no key

\`\`\`sh
npm install
npm start                                      # makes all of it in a simulated account
npx pulumi-vcc simulate expire ${mailbox}      # VCC loses its sign-in to the mailbox
npm run pulumi -- preview --refresh --diff     # which shows
npm run pulumi -- up --refresh --yes           # and is mended in place
npm run pulumi -- destroy --yes
\`\`\`

\`npm run pulumi --\` runs Pulumi with the simulated account, which lies in \`${SIMULATOR_FOLDER}\` with a made-up key and
the state of the stack \`dev\`. Remove that folder to begin anew.

## With a live account

\`\`\`sh
pulumi login
pulumi stack init prod
pulumi config set vcc:region emea
pulumi config set vcc:clientId …
pulumi config set --secret vcc:clientSecret …
pulumi preview
pulumi up
\`\`\`

Where the mailboxes' credentials come from stands in the program. Commit \`package-lock.json\`: \`npm ci\` needs it.
To use \`dev\` with a live account, too, first remove \`encryptionsalt\` and what is encrypted from \`Pulumi.dev.yaml\`.
`;
}
