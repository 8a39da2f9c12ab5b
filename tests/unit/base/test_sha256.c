#include <string.h>

#include "base/count_of.h"
#include "base/sha256.h"
#include "unit_test.h"

/* The standard's own examples, and lengths around the end of a block. */
static const struct
{
	const char *message;
	size_t repetitions;
	const char *hex;
} vectors[] = {
	{"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
	{"a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
	{"a", 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
	{"a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
	{"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

static void
test_sha256__agrees_with_the_standard(UNUSED void **state)
{
	for (size_t index = 0; index < COUNT_OF(vectors); index++)
	{
		struct sha256 sha256;
		char hex[SHA256_HEX_BYTES];

		sha256_begin(&sha256);
		for (size_t count = 0; count < vectors[index].repetitions; count++)
			sha256_add(&sha256, vectors[index].message, strlen(vectors[index].message));
		sha256_finish(&sha256, hex);
		assert_string_equal(hex, vectors[index].hex);
	}
}

static void
test_sha256__does_not_depend_on_how_the_message_is_cut(UNUSED void **state)
{
	char message[300];
	struct sha256 whole;
	char whole_hex[SHA256_HEX_BYTES];

	memset(message, 'x', sizeof message);
	sha256_begin(&whole);
	sha256_add(&whole, message, sizeof message);
	sha256_finish(&whole, whole_hex);
	for (size_t cut = 0; cut <= sizeof message; cut++)
	{
		struct sha256 pieces;
		char hex[SHA256_HEX_BYTES];

		sha256_begin(&pieces);
		sha256_add(&pieces, message, cut);
		sha256_add(&pieces, message + cut, sizeof message - cut);
		sha256_finish(&pieces, hex);
		assert_string_equal(hex, whole_hex);
	}
}

static void
test_sha256__two_texts_do_not_read_as_one(UNUSED void **state)
{
	struct sha256 left;
	struct sha256 right;
	char left_hex[SHA256_HEX_BYTES];
	char right_hex[SHA256_HEX_BYTES];

	sha256_begin(&left);
	sha256_add_text(&left, "ab");
	sha256_add_text(&left, "c");
	sha256_finish(&left, left_hex);
	sha256_begin(&right);
	sha256_add_text(&right, "a");
	sha256_add_text(&right, "bc");
	sha256_finish(&right, right_hex);
	assert_string_not_equal(left_hex, right_hex);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sha256__agrees_with_the_standard),
		cmocka_unit_test(test_sha256__does_not_depend_on_how_the_message_is_cut),
		cmocka_unit_test(test_sha256__two_texts_do_not_read_as_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
