import { interactionPolicy } from "oidc-provider";

/** Prompts as the vendors have them: they let a person choose the account. */
export function policyWithAccountChoice() {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: "select_account", requestable: true }), 0);
  return policy;
}

/** The person in front of the browser: signs in as `account`, and grants all that is asked for, but for what is withheld. */
export function createPerson() {
  let account;
  let withheld = [];
  let refusal;
  return {
    commands: {
      signInAs: (address) => {
        account = address;
        withheld = [];
        refusal = undefined;
      },
      withhold: (scopes) => {
        withheld = scopes;
      },
      /** The fields of the error that the browser brings back. */
      refuse: (fields) => {
        refusal = fields;
      },
    },

    /** Answers a page at `/interaction/…` at once. */
    async answer(provider, request, response) {
      const details = await provider.interactionDetails(request, response);
      if (refusal !== undefined) {
        return provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
      }
      if (details.prompt.name !== "consent") {
        const result = { select_account: {}, login: { accountId: account } };
        return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
      }
      const grant = new provider.Grant({
        accountId: details.session.accountId,
        clientId: details.params.client_id,
      });
      const { missingOIDCScope = [], missingResourceScopes = {} } = details.prompt.details;
      decide(
        missingOIDCScope,
        withheld,
        (scope) => grant.addOIDCScope(scope),
        (scope) => grant.rejectOIDCScope(scope),
      );
      for (const [resource, scopes] of Object.entries(missingResourceScopes)) {
        decide(
          scopes,
          withheld,
          (scope) => grant.addResourceScope(resource, scope),
          (scope) => grant.rejectResourceScope(resource, scope),
        );
      }
      const consent = { grantId: await grant.save() };
      await provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
    },
  };
}

function decide(scopes, withheld, grant, reject) {
  for (const scope of scopes) (withheld.includes(scope) ? reject : grant)(scope);
}
