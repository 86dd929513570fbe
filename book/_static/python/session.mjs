// A reader's Python, one for the page: it comes with the first request, and stays for when there is no network.
import { Python } from "./client.mjs";
import { stayOffline } from "./offline.mjs";

const steps = {
  loading: "Python is starting: loading 10 MB, the first time only …",
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
    stayOffline(this.root, this.parts.at, this.parts.files);
    return result;
  }

  stop() {
    this.python.stop("You stopped it.");
  }
}
