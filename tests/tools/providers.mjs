// Google, GitHub and Apple on this machine, as `emulate` plays them. Reads one line of JSON, {app,
// people}, and prints one: the address of each. Ends when its input does.
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { createEmulator } from "emulate";

const client = { client_id: "dreamdot-tests", client_secret: "not-a-secret", name: "DreamDot" };

const seeds = ({ app, people }) => {
  const back = (name) => ({ ...client, redirect_uris: app.map((origin) => `${origin}/auth/with/${name}/callback`) });
  return {
    google: {
      users: people.map(({ email, name, verified }) => ({ email, name, email_verified: verified })),
      oauth_clients: [back("google")],
    },
    github: {
      users: people.map(({ email, name, login }) => ({ email, name, login })),
      oauth_apps: [back("github")],
    },
    apple: {
      users: people.map(({ email, name }) => ({ email, name })),
      oauth_clients: [{ ...back("apple"), team_id: "TEAM000001" }],
    },
  };
};

function freePort() {
  return new Promise((found) => {
    const probe = createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

// By number, not as localhost: to browsers that is another site than ours, as providers are.
async function start(service, seed, tries = 5) {
  const port = await freePort();
  try {
    return await createEmulator({ service, port, seed, baseUrl: `http://127.0.0.1:${port}` });
  } catch (taken) {
    if (!tries) throw taken;
    return start(service, seed, tries - 1);
  }
}

const lines = createInterface({ input: process.stdin });
lines.on("close", () => process.exit(0));
lines.once("line", async (line) => {
  const seed = seeds(JSON.parse(line));
  const addresses = {};
  for (const name of Object.keys(seed)) addresses[name] = (await start(name, { [name]: seed[name] })).url;
  console.log(JSON.stringify(addresses));
});
