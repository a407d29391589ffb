// Copying: a quotation with its citation, or an address of this server.
(() => {
  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea"); // plain http on another machine has no clipboard
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
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
    const { copy: words, address, copied, notCopied } = button.dataset;
    copy(words ?? new URL(address, location.href).href).then(
      () => say(button, copied || "Copied"),
      () => say(button, notCopied || "Could not copy: select the text"),
    );
  });
  document.documentElement.dataset.copies = ""; // from now on no press is lost: see shell.css
})();
