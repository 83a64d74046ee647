using SkinEnhance.Core.Tests.Support;
using SkinEnhance.Core.Transport;

namespace SkinEnhance.Core.Tests.Transport;

public class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("20", 20)]
    [InlineData("20.0", 20)]
    [InlineData("1.5", 1.5)]
    [InlineData(".5", 0.5)]
    [InlineData("  20  ", 20)]
    [InlineData("+20", 20)]
    [InlineData("020", 20)]
    [InlineData("1e2", 100)]
    [InlineData("-5", 0)]
    [InlineData("-0.0", 0)]
    [InlineData("20, 20", 20)]
    [InlineData("20,", 20)]
    [InlineData("2147483648", 2147483648)]
    [InlineData("99999999999", Century)]
    [InlineData("1e300", Century)]
    [InlineData("1e999", Century)]
    [InlineData("Tue, 01 Jan 2030 00:00:42 GMT", 42)]
    [InlineData("Tuesday, 01-Jan-30 00:00:42 GMT", 42)]
    [InlineData("  Tue, 01 Jan 2030 00:00:42 GMT ", 42)]
    [InlineData("tue, 01 jan 2030 00:00:42 gmt", 42)]
    [InlineData("01 Jan 2030 00:00:42 GMT", 42)]
    [InlineData("Wed, 01 Jan 2030 00:00:42 GMT", 42)]
    [InlineData("Tue Jan  1 00:00:42 2030", 42)]
    [InlineData("Tue, 01 Jan 2030 01:00:42 +0100", 42)]
    [InlineData("2030-01-01T00:00:42Z", 42)]
    [InlineData("2030-01-01T00:00:42.5+00:00", 42.5)]
    [InlineData("2030-01-01 00:00:42", 42)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", 0)]
    [InlineData("Thu, 31 Dec 9999 23:59:59 GMT", Century)]
    public void Every_form_is_read_and_bounded(string header, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Read(Now, header));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("Tue")]
    [InlineData("2030-01-01")]
    [InlineData("20 s")]
    [InlineData("0x14")]
    [InlineData("Tue, 41 Jan 2030 00:00:42 GMT")]
    public void An_invalid_header_counts_as_none(string header) => Assert.Null(Read(Now, header));

    [Fact]
    public void Without_a_header_there_is_no_wait() => Assert.Null(Read(Now));

    [Fact]
    public void Of_several_headers_the_first_that_can_be_read_counts() => Assert.Equal(TimeSpan.FromSeconds(20), Read(Now, "soon", "20.0", "7"));

    [Theory]
    [InlineData("20.0", 20)]
    [InlineData("-5", 0.1)]
    public async Task A_submission_waits_for_its_retry_after(string header, double seconds)
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, """{"message":"no"}""", $"Retry-After: {header}"), Wire.Json(200, Responses.ComfyCreated));

        await fixture.SubmitComfyAsync();

        Assert.Equal([TimeSpan.FromSeconds(seconds)], fixture.Time.Skipped);
    }

    [Theory]
    [InlineData("99999999999")]
    [InlineData("1e999")]
    [InlineData("Thu, 31 Dec 9999 23:59:59 GMT")]
    public async Task A_wait_beyond_all_measure_ends_a_submission_with_a_date(string header)
    {
        await using var fixture = new ProviderFixture(Wire.Json(429, """{"message":"no"}""", $"Retry-After: {header}"));

        var limited = await Assert.ThrowsAsync<ProviderException>(() => fixture.SubmitComfyAsync());

        Assert.Equal((ErrorIds.RateLimited, fixture.Time.GetUtcNow().AddSeconds(Century)), (limited.Error.Id, limited.Error.RetryAt));
        Assert.Single(fixture.Server.Requests);
    }

    private const double Century = 36500d * 86400;

    private static TimeSpan? Read(DateTimeOffset now, params string[] headers)
    {
        using var response = new HttpResponseMessage();
        Assert.True(headers.Length == 0 || response.Headers.TryAddWithoutValidation("Retry-After", headers));
        return RetryAfterHeader.Read(response.Headers, now);
    }
}
