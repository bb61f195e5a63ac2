// Every screen in Indonesian.
import './lib/screens.mjs?lang=id'
