"use strict";
// What the pages gain by JavaScript; all of them can be read without it.
document.documentElement.classList.add("js");
