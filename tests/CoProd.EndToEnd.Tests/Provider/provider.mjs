// An OpenID Connect provider with two people in it: node provider.mjs <the site's address>. Prints its own address once it answers.
import http from "node:http";
import Provider from "oidc-provider";

const site = process.argv[2];
const people = {
  sam: { name: "Sam Whitlock", preferred_username: "sam.whitlock", groups: ["staff", "Innovation team"] },
  visitor: { name: "A Visitor", preferred_username: "visitor", groups: ["staff"] },
};

const server = http.createServer((request, response) => provider.callback()(request, response));
let provider;
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: "coprod",
        client_secret: "a secret of the test alone",
        redirect_uris: [`${site}/sign-in/sso/back`],
        post_logout_redirect_uris: [`${site}/sign-in/sso/left`],
      },
    ],
    cookies: { keys: ["of the test alone"] },
    claims: { openid: ["sub"], profile: ["name", "preferred_username"], groups: ["groups"] },
    pkce: { required: () => true },
    findAccount: (_, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people[sub] }) }),
  });
  console.log(issuer);
});
