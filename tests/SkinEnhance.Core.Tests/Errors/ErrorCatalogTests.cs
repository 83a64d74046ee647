using System.Reflection;

namespace SkinEnhance.Core.Tests.Errors;

public class ErrorCatalogTests
{
    private static readonly FieldInfo[] Constants = typeof(ErrorIds).GetFields(BindingFlags.Public | BindingFlags.Static);

    public static TheoryData<string> Ids => [.. Constants.Select(field => (string)field.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_id_has_a_kind_and_an_advice(string id)
    {
        var definition = ErrorCatalog.Get(id);

        Assert.Equal(id, definition.Id);
        Assert.True(Enum.IsDefined(definition.Kind));
        Assert.InRange(definition.Advice.Length, 15, 250);
        Assert.EndsWith(".", definition.Advice, StringComparison.Ordinal);
        Assert.True(char.IsUpper(definition.Advice[0]));
    }

    [Fact]
    public void The_table_has_each_id_once_and_no_other()
    {
        Assert.All(Constants, field => Assert.Equal(field.Name, field.GetRawConstantValue()));
        Assert.Equal(Constants.Select(field => field.Name).Order(StringComparer.Ordinal), ErrorCatalog.All.Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_unknown_id_is_refused() => Assert.Throws<ArgumentException>(() => ErrorCatalog.Get("Nonsense"));

    [Fact]
    public void What_the_next_image_would_meet_too_stops_the_batch()
    {
        Assert.Equal(
            [
                ErrorIds.AccountRefused, ErrorIds.AddressNotAccepted, ErrorIds.CertificateNotTrusted, ErrorIds.CreditsExhausted, ErrorIds.DestinationNotWritable, ErrorIds.DiskFull,
                ErrorIds.KeyMalformed, ErrorIds.KeyMissing, ErrorIds.KeyRejected, ErrorIds.LedgerNotWritable, ErrorIds.ProxyNotAccepted, ErrorIds.ProxyRefused, ErrorIds.RedirectRefused, ErrorIds.SecretNotFound,
            ],
            ErrorCatalog.All.Where(row => row.StopsBatch).Select(row => row.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ErrorIds.ParameterOutOfRange, typeof(InvalidParameterException))]
    [InlineData(ErrorIds.ImageTooSmall, typeof(InvalidImageException))]
    [InlineData(ErrorIds.KeyMissing, typeof(InvalidSettingException))]
    [InlineData(ErrorIds.SubmissionUnknown, typeof(SubmissionUnknownException))]
    [InlineData(ErrorIds.OperationTimeout, typeof(TaskTimeoutException))]
    [InlineData(ErrorIds.DownloadFailed, typeof(ResultException))]
    [InlineData(ErrorIds.DiskFull, typeof(ResultException))]
    [InlineData(ErrorIds.CreditsExhausted, typeof(ProviderException))]
    [InlineData(ErrorIds.BatchStopped, typeof(EnhanceException))]
    public void An_error_is_thrown_as_the_type_of_its_kind(string id, Type type)
    {
        var inner = new IOException("below");
        var thrown = EnhanceException.For(new EnhanceError { Id = id, Message = "what happened" }, inner);

        Assert.Equal(type, thrown.GetType());
        Assert.Equal("what happened", thrown.Message);
        Assert.Same(inner, thrown.InnerException);
        Assert.Equal(id, thrown.Error.Id);
    }
}
