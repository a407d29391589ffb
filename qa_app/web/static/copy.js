// Copying: a quotation with its citation, or an address of this server.
(() => {
  // With `rich`, what is pasted into a word processor is HTML, and elsewhere the text.
  const copy = async (text, rich) => {
    if (navigator.clipboard) {
      if (!rich || !window.ClipboardItem) return navigator.clipboard.writeText(text);
      const [plain, html] = [["text/plain", text], ["text/html", rich]].map(([type, words]) => new Blob([words], { type }));
      return navigator.clipboard.write([new ClipboardItem({ "text/plain": plain, "text/html": html })]);
    }
    const put = (event) => { // plain http on another machine has no clipboard
      event.preventDefault();
      event.clipboardData.setData("text/plain", text);
      if (rich) event.clipboardData.setData("text/html", rich);
    };
    document.addEventListener("copy", put);
    const done = document.execCommand("copy");
    document.removeEventListener("copy", put);
    if (!done) throw new Error("not copied");
  };

  const say = (button, words) => {
    const before = button.dataset.label || (button.dataset.label = button.textContent);
    button.textContent = words;
    document.querySelector(".pc-status").textContent = words; // read out by screen readers
    setTimeout(() => { button.textContent = before; }, 2000);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.pc-copy");
    if (!button) return;
    const { copy: words, rich, address, copied, notCopied } = button.dataset;
    copy(words ?? new URL(address, location.href).href, rich).then(
      () => say(button, copied || "Copied"),
      () => say(button, notCopied || "Could not copy: select the text"),
    );
  });
  document.documentElement.dataset.copies = ""; // from now on no press is lost: see shell.css
})();
