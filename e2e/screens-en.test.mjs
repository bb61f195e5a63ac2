// Every screen in English.
import './lib/screens.mjs?lang=en'
