// Checking with Ctrl+Enter and by dropping a file, and saying that it is under way: an article takes some seconds.
(() => {
  const form = document.querySelector("#ask");
  const button = form.querySelector(".go");
  const words = button.textContent;

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(button);
  });
  form.addEventListener("submit", () => {
    button.textContent = document.querySelector(".pc-status").textContent = button.dataset.underWay;
  });

  // A file is checked when it is dropped anywhere.
  const file = document.querySelector("#file");
  const brings = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  addEventListener("dragleave", () => document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    file.files = event.dataTransfer.files;
    if (file.files.length) file.form.requestSubmit();
  });
  // Whoever decides is the same for all quotations, and next time.
  const initials = [...document.querySelectorAll(".initials")];
  const KEY = "pincite-initials";
  const mine = (() => { try { return localStorage.getItem(KEY); } catch { return null; } })();
  if (mine) initials.filter((field) => !field.value).forEach((field) => { field.value = mine; });
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector(".initials");
    if (field) try { localStorage.setItem(KEY, field.value); } catch { /* typed again next time */ }
  });

  // Back and loading again send no decision that was refused once more.
  if (location.pathname.endsWith("/decide")) history.replaceState(null, "", location.pathname.slice(0, -"/decide".length));

  // How far the check of an article is, asked again until it is done.
  const again = async () => {
    const answer = await fetch(location.href).catch(() => null);
    const text = answer ? await answer.text() : "";
    const now = new DOMParser().parseFromString(text, "text/html").querySelector("#checking");
    if (answer && !now) return location.reload();
    if (now) document.querySelector("#checking").replaceChildren(...now.childNodes);
    return setTimeout(again, 700);
  };
  if (document.querySelector("#checking")) setTimeout(again, 300);
  addEventListener("pageshow", () => { button.textContent = words; }); // also when one comes back to it
})();
