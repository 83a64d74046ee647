using System.Text;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Support;

/// <summary>Creates responses without a server.</summary>
internal static class ResponseOf
{
    internal static ApiResponse Text(int status, string body, params (string Name, string Value)[] headers) => Bytes(status, Encoding.UTF8.GetBytes(body), headers);

    internal static ApiResponse Bytes(int status, byte[] body, params (string Name, string Value)[] headers) => Bytes(status, body, "secret-of-nobody", headers);

    internal static ApiResponse Bytes(int status, byte[] body, string key, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
        }

        return new ApiResponse(status, response.Headers, body, isComplete: true, key);
    }

    private static object? ValueOf(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome<ProviderTaskState> state => state.Value,
        AttemptOutcome<CreditBalance[]> balance => balance.Value,
        _ => throw new InvalidOperationException($"{outcome.GetType()} is not read here."),
    };

    /// <summary>Passes every prefix of every sample, and samples with flipped bytes, to every reader; none may throw, each returns an outcome.</summary>
    internal static void Fuzz(Func<ApiResponse, AttemptOutcome>[] readers, string[] samples)
    {
        var random = new Random(5);
        foreach (var sample in samples.Select(Encoding.UTF8.GetBytes))
        {
            var bodies = Enumerable.Range(0, sample.Length + 1).Select(length => sample[..length]).Concat(Enumerable.Range(0, 1000).Select(_ => Flip(sample)));
            foreach (var body in bodies)
            {
                foreach (var reader in readers)
                {
                    foreach (var status in (int[])[200, 400, 503])
                    {
                        var outcome = reader(Bytes(status, body));
                        Assert.True(
                            (ValueOf(outcome), outcome) is (null, { Error.Message.Length: > 0 }) or (not null, { Error: null }), $"{status}: {Encoding.Latin1.GetString(body)}");
                        Assert.True(status == 200 || outcome.Error is not null);
                    }
                }
            }
        }

        byte[] Flip(byte[] sample)
        {
            var flipped = (byte[])sample.Clone();
            for (var count = random.Next(1, 5); count > 0; count--)
            {
                flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
            }

            return flipped;
        }
    }
}
