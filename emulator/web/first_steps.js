// What somebody who sees an empty view can do next.
import { h } from "./dom.js";

/// A command, with a button that copies it.
export function command(text) {
    const copy = h("button", {type: "button", class: "quiet", onclick: async () => {
        await navigator.clipboard?.writeText(text);
        copy.textContent = "Copied";
        setTimeout(() => { copy.textContent = "Copy"; }, 1500);
    }}, "Copy");
    return h("div", {class: "command"}, h("pre", {}, text), copy);
}

const endpoint = (facts) => `http://${location.hostname}:${facts.ports.edge}`;

export const environment = (facts) =>
    `export AWS_ENDPOINT_URL=${endpoint(facts)}\nexport AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=${facts.region ?? "us-east-1"}`;

export function first_steps(facts) {
    return [
        h("h2", {}, "No mail yet"),
        h("p", {}, "Whatever your application sends shows here as it is accepted. Point an AWS SDK or the AWS CLI at the emulator:"),
        command(environment(facts)),
        h("p", {}, "Send the first mail through SES:"),
        command("aws ses verify-email-identity --email-address me@example.com\n" +
                "aws ses send-email --from me@example.com --destination ToAddresses=you@example.com \\\n" +
                "  --message 'Subject={Data=Hello},Body={Text={Data=It works}}'"),
        h("p", {}, `Or by SMTP, any credentials, port ${facts.ports.smtp}.`),
    ];
}
