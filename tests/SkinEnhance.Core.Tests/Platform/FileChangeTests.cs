using System.Text.RegularExpressions;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Tests.Platform;

public sealed partial class FileChangeTests : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int AccessDenied = unchecked((int)0x80070005);
    private const int AlreadyExists = unchecked((int)0x800700B7);
    private const int NotFound = unchecked((int)0x80070002);

    private readonly TemporaryFolder _folder = new();
    private readonly SkippingTime _time = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SharingViolation)]
    [InlineData(AccessDenied)]
    public void What_a_scanner_has_open_for_a_moment_is_tried_again(int code)
    {
        var failures = 0;

        FileChange.Retry(
            () =>
            {
                if (++failures < 4)
                {
                    throw code == AccessDenied ? new UnauthorizedAccessException() : new IOException("It is in use.", code);
                }
            },
            _time);

        Assert.Equal([10.0, 20, 40], _time.Skipped.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public void What_stays_open_is_an_error_after_a_second()
    {
        var failure = Assert.Throws<IOException>(() => FileChange.Retry(() => throw new IOException("It is in use.", SharingViolation), _time));

        Assert.Equal("It is in use.", failure.Message);
        Assert.InRange(_time.Skipped.Sum(wait => wait.TotalSeconds), 1, 1.1);
    }

    [Theory]
    [InlineData(AlreadyExists)]
    [InlineData(NotFound)]
    public void What_does_not_pass_is_an_error_at_once(int code)
    {
        Assert.Throws<IOException>(() => FileChange.Retry(() => throw new IOException("No.", code), _time));

        Assert.Empty(_time.Skipped);
    }

    [Fact]
    public async Task A_file_that_is_open_elsewhere_for_a_moment_is_renamed_and_deleted()
    {
        var path = _folder.Add("a.png");
        var reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
        var closing = Task.Run(async () =>
        {
            await Task.Yield();
            await reader.DisposeAsync();
        });

        FileChange.Move(path, _folder.In("b.png"));
        FileChange.Delete(_folder.In("b.png"));

        await closing.SoonAsync();
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Everything_in_the_engine_renames_and_deletes_by_it()
    {
        var sources = Directory.GetFiles(Path.Combine(Samples.Repository, "src", "SkinEnhance.Core"), "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(sources);
        Assert.Equal(["FileChange.cs"], sources.Where(path => DirectCall().IsMatch(File.ReadAllText(path))).Select(Path.GetFileName));
    }

    [GeneratedRegex(@"\bFile\.(Move|Replace|Delete)\(")]
    private static partial Regex DirectCall();
}
