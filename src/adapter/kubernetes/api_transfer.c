#include "adapter/kubernetes/api_transfer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <curl/curl.h>
#include <openssl/ssl.h>

#include "adapter/kubernetes/api_answer.h"
#include "adapter/kubernetes/api_status.h"
#include "adapter/kubernetes/wiping_memory.h"
#include "base/bounded_file.h"
#include "base/cleanup.h"
#include "base/memory.h"
#include "base/stop_signal.h"

#define HTTPS_PORT "443"
#define JSON "application/json"
/* Kubernetes documentation, "Receiving resources as Tables" and what follows it. */
#define ONLY_METADATA JSON ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1"

enum
{
	MATERIAL_LIMIT_BYTES = 1 << 20,
	CONNECT_TIMEOUT_MS = 2000,
	/* Time between checks of the clock while nothing arrives. */
	POLL_MS = 200
};

struct api_transfer
{
	const struct api_access *access;
	CURLM *multi;
	CURL *easy;
	char error[CURL_ERROR_SIZE];
	/* Of the current exchange. */
	const struct api_request *request;
	struct api_exchange *exchange;
};

struct api_transfer *
api_transfer_new(const struct api_access *access)
{
	struct api_transfer *transfer = memory_allocate(1, sizeof *transfer);

	/* libcurl would write its session keys there, which decrypt everything that it sends. */
	(void)unsetenv("SSLKEYLOGFILE"); /* NOLINT(concurrency-mt-unsafe) */
	(void)wiping_memory_start_libcurl();
	transfer->access = access;
	transfer->multi = curl_multi_init();
	transfer->easy = curl_easy_init();
	return transfer;
}

void
api_transfer_free(struct api_transfer *transfer)
{
	if (transfer == NULL)
		return;
	curl_easy_cleanup(transfer->easy);
	(void)curl_multi_cleanup(transfer->multi);
	curl_global_cleanup();
	free(transfer);
}

static bool
load_material(const struct api_material *material, struct text *content, struct failure *failure)
{
	struct file_bounds bounds = {.limit_bytes = MATERIAL_LIMIT_BYTES};

	if (material->path == NULL)
	{
		if (material->content != NULL)
			text_append(content, material->content);
		return true;
	}

	enum file_outcome outcome =
		bounded_file_read_regular(material->path, MATERIAL_LIMIT_BYTES, content);

	/* An empty CA file must not mean "trust any CA", nor an empty token "anonymous". */
	if (outcome == FILE_READ && content->length_bytes > 0)
		return true;
	if (outcome == FILE_STOPPED)
		return stop_signal_fail(failure, "talking to the Kubernetes API");

	cleanup_memory char *why = outcome == FILE_READ ? memory_copy_text("is empty")
	                                                : bounded_file_explain(outcome, &bounds);

	fail(failure, FAILURE_SETTINGS, "%s %s", material->path, why);
	return fail_hint(failure, "Tokens, certificates and keys must be files that can be read "
	                          "again for each call.");
}

static bool
set_blob(struct api_transfer *transfer, CURLoption option, const struct api_material *material,
         struct failure *failure)
{
	cleanup_secret_text struct text content = TEXT_EMPTY;

	if (!load_material(material, &content, failure))
		return false;
	if (content.length_bytes == 0)
		return true;

	struct curl_blob blob = {content.bytes, content.length_bytes, CURL_BLOB_COPY};

	(void)curl_easy_setopt(transfer->easy, option, &blob);
	return true;
}

static size_t
receive(char *bytes, size_t size, size_t count, void *context)
{
	struct api_transfer *transfer = context;
	struct api_exchange *exchange = transfer->exchange;
	size_t length_bytes = size * count;
	long status = 0;

	(void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
	if (transfer->request->answer_is_unread && api_meaning_of(status)->remedy == API_DONE)
		return length_bytes;
	if (exchange->answer.length_bytes + length_bytes > API_ANSWER_LIMIT_BYTES)
		return 0;
	text_append_bytes(&exchange->answer, bytes, length_bytes);
	return length_bytes;
}

static size_t
receive_header(char *bytes, size_t size, size_t count, void *context)
{
	struct api_exchange *exchange = ((struct api_transfer *)context)->exchange;
	int64_t retry_after_ms = api_answer_retry_after_ms(bytes, size * count);

	if (retry_after_ms > 0)
		exchange->retry_after_ms = retry_after_ms;
	return size * count;
}

/* The certificate has another name than the URL (tls-server-name). */
static struct curl_slist *
set_url(struct api_transfer *transfer, const char *path, struct curl_slist **headers)
{
	const struct api_access *access = transfer->access;
	cleanup_memory char *url = memory_format("%s%s", access->url, path);
	struct curl_slist *connect_to = NULL;

	if (access->tls_server_name == NULL)
	{
		(void)curl_easy_setopt(transfer->easy, CURLOPT_URL, url);
		return NULL;
	}

	CURLU *parts = curl_url();
	char *host = NULL;
	char *port = NULL;
	char *renamed = NULL;

	if (curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) == CURLUE_OK &&
	    curl_url_set(parts, CURLUPART_HOST, access->tls_server_name, 0) == CURLUE_OK &&
	    curl_url_get(parts, CURLUPART_URL, &renamed, 0) == CURLUE_OK)
	{
		cleanup_memory char *rule = memory_format("::%s:%s", host, port);
		bool is_default = strcmp(port, HTTPS_PORT) == 0;
		/*
		 * Only the certificate has the other name; a proxy in front of the API may route by this
		 * one.
		 */
		cleanup_memory char *header =
			memory_format("Host: %s%s%s", host, is_default ? "" : ":", is_default ? "" : port);

		*headers = curl_slist_append(*headers, header);
		connect_to = curl_slist_append(NULL, rule);
		(void)curl_easy_setopt(transfer->easy, CURLOPT_URL, renamed);
		(void)curl_easy_setopt(transfer->easy, CURLOPT_CONNECT_TO, connect_to);
	}
	curl_free(renamed);
	curl_free(port);
	curl_free(host);
	curl_url_cleanup(parts);
	return connect_to;
}

static bool
set_credentials(struct api_transfer *transfer, struct curl_slist **headers, struct failure *failure)
{
	const struct api_access *access = transfer->access;
	cleanup_secret_text struct text token = TEXT_EMPTY;

	/* Only the given authority counts, not those of the system as well. */
	if (access->certificate_authority.path != NULL || access->certificate_authority.content != NULL)
		(void)curl_easy_setopt(transfer->easy, CURLOPT_CAPATH, NULL);
	if (!set_blob(transfer, CURLOPT_CAINFO_BLOB, &access->certificate_authority, failure) ||
	    !set_blob(transfer, CURLOPT_SSLCERT_BLOB, &access->client_certificate, failure) ||
	    !set_blob(transfer, CURLOPT_SSLKEY_BLOB, &access->client_key, failure) ||
	    !load_material(&access->token, &token, failure))
		return false;
	if (token.length_bytes > 0)
	{
		cleanup_secret_text struct text header = TEXT_EMPTY;

		token.bytes[strcspn(token.bytes, "\r\n")] = '\0';
		/* printf would leave the end of the token in a buffer on the stack. */
		text_append(&header, "Authorization: Bearer ");
		text_append(&header, token.bytes);
		*headers = curl_slist_append(*headers, text_bytes(&header));
	}
	return true;
}

/* OpenSSL would keep decrypted data in its buffers (SSL_CTX_set_options(3)). */
static CURLcode
cleanse_plaintext(CURL *easy, void *tls_context, void *context)
{
	(void)easy;
	(void)context;
	(void)SSL_CTX_set_options(tls_context, SSL_OP_CLEANSE_PLAINTEXT);
	return CURLE_OK;
}

static void
set_request(struct api_transfer *transfer, int64_t timeout_ms)
{
	const struct api_request *request = transfer->request;
	const struct api_access *access = transfer->access;
	CURL *easy = transfer->easy;
	long connect_timeout_ms =
		timeout_ms < CONNECT_TIMEOUT_MS ? (long)timeout_ms : CONNECT_TIMEOUT_MS;

	(void)curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
	(void)curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
	/* The path is sent as it was escaped: libcurl would resolve "..". */
	(void)curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* A name server that does not answer is abandoned, not waited for. */
	(void)curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	(void)curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	(void)curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_timeout_ms);
	(void)curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error);
	(void)curl_easy_setopt(easy, CURLOPT_USERAGENT, "noetl-schema");
	/* The environment's proxies are for the cluster's workloads, not for its API. */
	(void)curl_easy_setopt(easy, CURLOPT_PROXY, access->proxy_url != NULL ? access->proxy_url : "");
	(void)curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, access->skips_verification ? 0L : 1L);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, access->skips_verification ? 0L : 2L);
	(void)curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, cleanse_plaintext);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
	(void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, receive_header);
	(void)curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
	if (request->body != NULL)
		(void)curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
}

static CURLcode
perform(struct api_transfer *transfer, bool *is_stopped)
{
	/* A signal that came earlier must not prevent the last report of a run. */
	bool was_stopped_before = stop_signal_was_received();
	int running_count = 1;

	(void)curl_multi_add_handle(transfer->multi, transfer->easy);
	while (running_count > 0)
	{
		struct curl_waitfd stop = {.fd = stop_signal_descriptor(), .events = CURL_WAIT_POLLIN};
		bool watches_stop = !was_stopped_before && stop.fd >= 0;

		if (curl_multi_perform(transfer->multi, &running_count) != CURLM_OK || running_count == 0)
			break;
		(void)curl_multi_poll(transfer->multi, watches_stop ? &stop : NULL, watches_stop, POLL_MS,
		                      NULL);
		*is_stopped = watches_stop && stop_signal_was_received();
		if (*is_stopped)
			break;
	}

	int message_count = 0;
	CURLMsg *message = curl_multi_info_read(transfer->multi, &message_count);
	CURLcode code = message != NULL ? message->data.result : CURLE_ABORTED_BY_CALLBACK;

	(void)curl_multi_remove_handle(transfer->multi, transfer->easy);
	return code;
}

struct curl_rule
{
	CURLcode code;
	enum failure_kind kind;
	bool may_try_again;
	const char *hint;
};

/* The rest: no answer, but a later try may get one. */
static const struct curl_rule curl_rules[] = {
	{CURLE_PEER_FAILED_VERIFICATION, FAILURE_SETTINGS, false,
     "The API server's certificate is of another authority or another name than expected: check "
     "certificate-authority and tls-server-name, or the cluster's ca.crt."},
	{CURLE_SSL_CACERT_BADFILE, FAILURE_SETTINGS, false, "Check the certificate authority's file."},
	{CURLE_SSL_CERTPROBLEM, FAILURE_SETTINGS, false, "Check the client certificate and its key."},
	{CURLE_WRITE_ERROR, FAILURE_BUG, false,
     "No expected answer is as large: check that an API server is at that address."},
	{CURLE_URL_MALFORMAT, FAILURE_SETTINGS, false, "Check the server's URL in the kubeconfig."},
	{CURLE_UNSUPPORTED_PROTOCOL, FAILURE_SETTINGS, false, "Only https and http are supported."},
	{CURLE_OK, FAILURE_UNREACHABLE, true,
     "Let the Pod reach the API server (NetworkPolicy, KUBERNETES_SERVICE_HOST, a proxy), or give "
     "--report off. The schema does not wait for it."},
};

static bool
fail_transfer(struct api_transfer *transfer, CURLcode code, struct api_exchange *exchange,
              struct failure *failure)
{
	const struct curl_rule *rule = curl_rules;
	const char *proxy = transfer->access->proxy_url;
	/*
	 * libcurl's message quotes a proxy that it cannot use, and takes part of a password with "@"
	 * for the host.
	 */
	bool is_proxy_private =
		proxy == NULL || (strchr(proxy, '@') == NULL && strstr(transfer->error, proxy) == NULL);
	bool is_telling = transfer->error[0] != '\0' && is_proxy_private;

	while (rule->code != CURLE_OK && rule->code != code)
		rule++;
	exchange->may_try_again = rule->may_try_again;
	fail(failure, rule->kind, "%s",
	     code == CURLE_WRITE_ERROR ? "its answer is larger than 1 MiB"
	     : is_telling              ? transfer->error
	                               : curl_easy_strerror(code));
	return fail_hint(failure, "%s", rule->hint);
}

bool
api_transfer_run(struct api_transfer *transfer, const struct api_request *request,
                 int64_t timeout_ms, struct api_exchange *exchange, struct failure *failure)
{
	struct curl_slist *headers = curl_slist_append(
		NULL, request->answer_is_unread ? "Accept: " ONLY_METADATA "," JSON : "Accept: " JSON);
	struct curl_slist *connect_to = NULL;
	bool is_stopped = false;
	CURLcode code = CURLE_FAILED_INIT;

	transfer->error[0] = '\0';
	transfer->request = request;
	transfer->exchange = exchange;
	set_request(transfer, timeout_ms);
	if (request->content_type != NULL)
	{
		cleanup_memory char *header = memory_format("Content-Type: %s", request->content_type);

		headers = curl_slist_append(headers, header);
	}

	bool has_credentials = set_credentials(transfer, &headers, failure);

	if (has_credentials)
	{
		connect_to = set_url(transfer, request->path, &headers);
		(void)curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER, headers);
		code = perform(transfer, &is_stopped);
		(void)curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &exchange->status);
	}
	/* libcurl would keep certificate and key until the next call. */
	curl_easy_reset(transfer->easy);
	curl_slist_free_all(headers);
	curl_slist_free_all(connect_to);
	if (!has_credentials)
		return false;
	if (is_stopped)
		return stop_signal_fail(failure, "talking to the Kubernetes API");
	return code == CURLE_OK || fail_transfer(transfer, code, exchange, failure);
}
