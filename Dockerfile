# The image: one static program, the certificate authorities, and nothing else.
#
#   docker build -t ghcr.io/noetl/noetl-schema:0.1.0 .
#   docker buildx build --platform linux/arm64 -t ghcr.io/noetl/noetl-schema:0.1.0 .
#   buildah build --isolation chroot -t ghcr.io/noetl/noetl-schema:0.1.0 .
#
# For another platform it is cross-compiled: nothing is emulated.
#
# BuildKit says what BUILDPLATFORM is. Docker's builder before it does not: "linux" is whatever
# its engine runs on.
#
# "make image" writes build/noetl-schema-image.tar. It reads what follows the last FROM, so
# that an image made without a builder says the same of itself.
ARG BASE=debian:bookworm

FROM --platform=${BUILDPLATFORM:-linux} ${BASE} AS builder
ENV DEBIAN_FRONTEND=noninteractive
ARG TARGETARCH
RUN case "$(dpkg --print-architecture)-$TARGETARCH" in \
      amd64-arm64) cross="gcc-aarch64-linux-gnu linux-libc-dev-arm64-cross" ;; \
      arm64-amd64) cross="gcc-x86-64-linux-gnu linux-libc-dev-amd64-cross" ;; \
    esac \
 && apt-get update -q \
 && apt-get install -y -q --no-install-recommends \
      build-essential ca-certificates cmake dpkg-dev ninja-build xz-utils $cross \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
# The libraries change far less often than the program: a layer of their own.
COPY tools/static tools/static
ARG STATIC_ALLOW_OLDER=
RUN tools/static/build $TARGETARCH
COPY . .
ARG SOURCE_DATE_EPOCH=0
ARG REVISION=unknown
RUN set -- $TARGETARCH && . tools/static/architecture \
 && SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" SOURCE_REVISION="$REVISION" tools/static/program "$architecture" \
 && tools/image-root /image-root "$folder/noetl-schema" \
 && find /image-root -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +

FROM scratch
ARG VERSION=0.1.0
ARG REVISION=unknown
COPY --from=builder /image-root/ /
LABEL org.opencontainers.image.title="noetl-schema"
LABEL org.opencontainers.image.description="Applies NoETL's PostgreSQL schemas, and exits"
LABEL org.opencontainers.image.version="${VERSION}"
LABEL org.opencontainers.image.revision="${REVISION}"
LABEL org.opencontainers.image.licenses="Apache-2.0"
LABEL org.opencontainers.image.source="https://github.com/noetl/noetl-schema"
ENV PATH="/usr/bin"
WORKDIR /
USER 65532:65532
ENTRYPOINT ["/usr/bin/noetl-schema"]
