# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
#
# Certificates for the servers that offer TLS. They are made anew for each server, and go with its directory.

# shellcheck disable=SC2034,SC2154 # $directory comes from common.bash, $certificates is read by the scripts

# A key and a certificate of an authority: authority FILE NAME
authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$2" \
        -addext keyUsage=critical,keyCertSign -keyout "$certificates/$1.key" -out "$certificates/$1.pem"
}

# Afterwards $certificates is a folder with ca.pem, which signed the server's server.pem (its key is server.key), and
# other-ca.pem, which did not; client.pem with client.key is a certificate for a client. The server's certificate is one
# for "localhost" only: 127.0.0.1 is a wrong name for it.
make_certificates() {
    certificates=$directory/tls
    mkdir "$certificates"
    authority ca "The tests' authority"
    authority other-ca "Another authority"
    openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout "$certificates/server.key" \
        -out "$certificates/server.csr"
    openssl x509 -req -in "$certificates/server.csr" -days 2 -CA "$certificates/ca.pem" -CAkey "$certificates/ca.key" \
        -CAcreateserial -extfile <(printf 'subjectAltName=DNS:localhost\n') -out "$certificates/server.pem"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=aludel \
        -keyout "$certificates/client.key" -out "$certificates/client.csr"
    openssl x509 -req -in "$certificates/client.csr" -days 2 -CA "$certificates/ca.pem" -CAkey "$certificates/ca.key" \
        -CAcreateserial -out "$certificates/client.pem"
    rm "$certificates"/*ca.key
    chmod 600 "$certificates"/*.key
    ((EUID != 0)) || chown nobody "$certificates/server.key"
    printf '%s\n' "$certificates/ca.pem" >"$directory/ca"
}
