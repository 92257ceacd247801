#!/bin/sh
# Compiles each header of a folder alone, as C11, C17 and C++17: alone.sh FOLDER WARNING-OPTION...
set -eu
include=$1
shift
failures=0
for header in $(cd "$include" && find . -name '*.h' | sort); do
    for standard in c11 c17 c++17; do
        case $standard in
        c++*) compiler=${CXX:-c++} language=c++ ;;
        *) compiler=${CC:-cc} language=c ;;
        esac
        if ! echo "#include <${header#./}>" |
            "$compiler" -std=$standard "$@" -fsyntax-only -I "$include" -x $language -; then
            echo "${header#./} does not stand alone as $standard" >&2
            failures=$((failures + 1))
        fi
    done
done
exit $((failures > 0))
