// Swagger UI draws the documentation of the API. Requests that change something are not sent from
// here: they need the token of a program.
const place = document.querySelector("#swagger");

// What Swagger UI leaves without a name or out of reach of the keyboard.
const complete = () => {
  for (const field of place.querySelectorAll("[data-param-name] :is(select, input, textarea)")) {
    field.ariaLabel ??= field.closest("[data-param-name]").dataset.paramName;
  }
  for (const select of place.querySelectorAll("select:not([aria-label], [id])")) {
    select.ariaLabel = "Choice";
  }
  for (const text of place.querySelectorAll("pre:not([tabindex])")) text.tabIndex = 0;
};
new MutationObserver(complete).observe(place, { childList: true, subtree: true });

SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  // its colours have too little contrast
  syntaxHighlight: false,
  supportedSubmitMethods: ["get", "head"],
  validatorUrl: null,
});
