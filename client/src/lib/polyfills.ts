// For browsers between the floor and these built-ins alone (needs-polyfills.ts); vite/floor.ts holds the list.
import "core-js/actual/array/at";
import "core-js/actual/array/find-last";
import "core-js/actual/array/to-sorted";
import "core-js/actual/object/has-own";
import "core-js/actual/string/at";
import "core-js/actual/typed-array/at";
