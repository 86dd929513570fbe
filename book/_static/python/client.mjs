// The page's side: starts Python when it is first needed, ends it when it runs too long, and starts it anew with the next request.
export class Python {
  constructor(worker, { limit = 30_000, step = () => {} } = {}) {
    Object.assign(this, { url: worker, limit, step, count: 0, waiting: new Map() });
  }

  // Resolves when Python is there.
  start() {
    if (this.worker) return this.ready;
    // A worker from a blob is under this page's own content security policy; one from a file would be under none, for want of headers.
    const source = new Blob([`import ${JSON.stringify(this.url)};`], { type: "text/javascript" });
    const blob = URL.createObjectURL(source);
    const worker = (this.worker = new Worker(blob, { type: "module" }));
    this.ready = new Promise((resolve, reject) => {
      this.giveUp = reject;
      worker.onmessage = ({ data }) => {
        if (data.type === "step") this.step(data.name);
        else if (data.type === "ready") resolve();
        else if (data.type === "failed") this.stop(`Python could not be started: ${data.why}. Is there a network?`);
        else if (data.type === "died") this.stop(`Python ended: ${data.why}.`);
        else if (data.type === "result") {
          this.waiting.get(data.id)?.resolve(data.result);
          this.waiting.delete(data.id);
        }
      };
      worker.onerror = (event) => this.stop(`Python could not be started: ${event.message || "its files did not come"}. Is there a network?`);
    });
    this.ready.catch(() => {}).finally(() => URL.revokeObjectURL(blob));
    return this.ready;
  }

  // Ends Python, whatever it does.
  stop(why) {
    this.worker?.terminate();
    this.worker = undefined;
    this.giveUp?.(new Error(why));
    for (const { reject } of this.waiting.values()) reject(new Error(why));
    this.waiting.clear();
  }

  // Resolves with what the course answers; worker.mjs says what may be asked. `file`: bytes to be read there.
  async ask(what, given, file) {
    await this.start();
    const id = ++this.count;
    const dog = setTimeout(() => this.stop(`It ran for ${this.limit / 1000} seconds and was stopped: is there a loop that never ends?`), this.limit);
    try {
      return await new Promise((resolve, reject) => {
        this.waiting.set(id, { resolve, reject });
        this.worker.postMessage({ id, what, given, file });
      });
    } finally {
      clearTimeout(dog);
    }
  }
}
