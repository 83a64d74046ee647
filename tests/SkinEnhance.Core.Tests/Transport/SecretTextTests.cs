using System.Globalization;
using System.Text;
using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Transport;

public sealed class SecretTextTests
{
    // A shorter part of a key reveals nothing of the rest.
    private const int Fragment = 12;

    private const string KeyCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=!\"#$%&'()*,:;<>?@[\\]^`{|}";

    public static TheoryData<string, Func<char, string>> Forms => new()
    {
        { "as it is", character => character.ToString() },
        { "JSON, only what must be escaped", character => character is '"' or '\\' or '/' ? "\\" + character : character.ToString() },
        { "JSON, every character escaped", character => FormattableString.Invariant($"\\u{(int)character:x4}") },
        { "JSON within JSON", character => FormattableString.Invariant($"\\\\u{(int)character:X4}") },
        { "URL, only what must be encoded", character => Uri.EscapeDataString(character.ToString()) },
        { "URL, every character encoded", character => FormattableString.Invariant($"%{(int)character:x2}") },
        { "URL, encoded twice", character => FormattableString.Invariant($"%25{(int)character:X2}") },
        { "HTML", character => FormattableString.Invariant($"&#{(int)character};") },
        { "HTML, hexadecimal", character => FormattableString.Invariant($"&#x{(int)character:X2};") },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_key_is_not_shown_in_any_form_wherever_it_is_in_a_body(string form, Func<char, string> encode)
    {
        var random = new Random(16);
        for (var offset = 0; offset < 1400; offset++)
        {
            var key = RandomKey(random, random.Next(4, 400));
            var body = new string(' ', offset) + string.Concat(key.Select(encode)) + " was refused";

            var shown = Response(body, key).Excerpt();

            // Case and spelling differ from the key's own, so the trace is looked for in the form that was sent.
            for (var at = 0; at + Fragment <= key.Length; at++)
            {
                var fragment = string.Concat(key.AsSpan(at, Fragment).ToArray().Select(encode));
                Assert.False(shown.Contains(fragment, StringComparison.OrdinalIgnoreCase), $"{form}, offset {offset.ToString(CultureInfo.InvariantCulture)}: {shown}");
            }

            Assert.StartsWith("***", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_that_a_body_breaks_off_is_not_shown()
    {
        var key = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0";
        for (var length = Fragment; length <= key.Length; length++)
        {
            Assert.Equal("bad key ***", Response("bad key " + key[..length], key).Excerpt());
        }
    }

    [Fact]
    public void A_key_with_control_characters_between_its_letters_is_not_shown()
    {
        var key = "comfyui-secret-1";

        var shown = ResponseOf.Bytes(502, Encoding.Unicode.GetBytes($"key {key}"), key).Excerpt();

        Assert.Equal("key ***", shown);
    }

    [Theory]
    [InlineData("abc", "the alphabet begins with abc")]
    [InlineData("", "nothing is taken out")]
    [InlineData("comfyui-secret-1", "a key begins with comfyui-")]
    public void Words_that_only_resemble_a_key_are_shown(string key, string body) => Assert.Equal(body, Response(body, key).Excerpt());

    private static ApiResponse Response(string body, string key) => ResponseOf.Bytes(502, Encoding.UTF8.GetBytes(body), key);

    private static string RandomKey(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => KeyCharacters[random.Next(KeyCharacters.Length)]));
}
