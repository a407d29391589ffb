// Checking with Ctrl+Enter, and saying that it is under way: an article takes some seconds.
(() => {
  const form = document.querySelector("#ask");
  const button = form.querySelector(".go");
  const words = button.textContent;

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(button);
  });
  form.addEventListener("submit", () => {
    button.textContent = "Checking…";
    document.querySelector(".pc-status").textContent = "Checking…";
  });
  addEventListener("pageshow", () => { button.textContent = words; }); // also when one comes back to it
})();
