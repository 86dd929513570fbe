// A reader's Python, one for the page: it comes with the first request, and stays for when there is no network.
import { Python } from "./client.mjs";

const steps = {
  loading: "Python is starting: loading 10 MB, the first time only …",
  unpacking: "Python is starting: unpacking …",
  "importing NumPy": "Python is starting: importing NumPy …",
};

export class Session {
  // `parts` says where this build has Python, `root` where the book begins.
  constructor(parts, root) {
    Object.assign(this, { parts, root });
    this.python = new Python(new URL(`${parts.at}worker.mjs`, root).href, { step: (name) => this.say?.(steps[name]) });
    window.commongroundPython = this.python;
  }

  // Resolves with what the course answers (see worker.mjs); `say` is told meanwhile what is going on, `doing` once Python is there.
  async ask(what, given, { say, doing, file }) {
    this.say = say;
    say(this.python.worker ? doing : steps.loading);
    await this.python.start();
    say(doing);
    const result = await this.python.ask(what, given, file);
    this.stayOffline();
    return result;
  }

  stop() {
    this.python.stop("You stopped it.");
  }

  // After a reader's first request the site may keep what they need for the next one, where they have no network.
  stayOffline() {
    if (this.staying || !navigator.serviceWorker) return;
    this.staying = this.keep().catch(() => {}); // a browser that keeps nothing runs Python all the same
  }

  async keep() {
    const { active, installing, waiting } = await navigator.serviceWorker.register(new URL("sw.js", this.root));
    const worker = active ?? waiting ?? installing;
    const at = new URL(this.parts.at, this.root).href;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const ours = loaded.filter((name) => name.startsWith(this.root.href));
    const addresses = [location.href.split("#")[0], ...ours, ...this.parts.files.map((name) => at + name)];
    const answered = new MessageChannel();
    const kept = new Promise((resolve) => (answered.port1.onmessage = resolve));
    worker.postMessage({ addresses, at }, [answered.port2]);
    await kept;
    document.documentElement.dataset.offline = "kept";
  }
}
