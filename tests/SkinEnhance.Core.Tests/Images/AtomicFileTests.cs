using SkinEnhance.Core.Images;

namespace SkinEnhance.Core.Tests.Images;

public class AtomicFileTests
{
    [Fact]
    public async Task A_file_has_no_final_name_before_it_is_complete()
    {
        using var folder = new TemporaryFolder();
        await using var file = AtomicFile.Create(folder.In("a/b"));
        await file.WriteAsync("first"u8.ToArray(), CancellationToken.None);

        Assert.EndsWith(AtomicFile.TemporarySuffix, Assert.Single(folder.Files), StringComparison.Ordinal);

        var path = await file.CommitAsync(["x.png"], overwrite: false);
        Assert.Equal(folder.In("a/b/x.png"), path);
        Assert.Equal("first", await File.ReadAllTextAsync(path));
        Assert.Single(folder.Files);
    }

    [Fact]
    public async Task A_new_beginning_forgets_what_was_written()
    {
        using var folder = new TemporaryFolder();
        await using var file = AtomicFile.Create(folder.Path);
        await file.WriteAsync("a long first try"u8.ToArray(), CancellationToken.None);
        file.Restart();
        await file.WriteAsync("second"u8.ToArray(), CancellationToken.None);

        Assert.Equal("second", await File.ReadAllTextAsync(await file.CommitAsync(["x.png"], overwrite: false)));
    }

    [Fact]
    public async Task A_name_that_another_file_has_is_not_announced()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.In("x.png"), "another file");
        await using var file = AtomicFile.Create(folder.Path);
        await file.WriteAsync("a result"u8.ToArray(), CancellationToken.None);
        var announced = new List<string>();

        var path = await file.CommitAsync(["x.png", "x (2).png"], overwrite: false, announced.Add);

        Assert.Equal(folder.In("x (2).png"), path);
        Assert.Equal([path], announced);
    }

    [Fact]
    public async Task An_abandoned_file_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        await using (var file = AtomicFile.Create(folder.Path))
        {
            await file.WriteAsync("half"u8.ToArray(), CancellationToken.None);
        }

        Assert.Empty(folder.Files);
    }

    [Fact]
    public async Task Leftovers_of_a_killed_run_are_deleted_when_they_are_old_and_not_open()
    {
        using var folder = new TemporaryFolder();
        var now = DateTimeOffset.UtcNow;
        Leave(".old.skinenhance-part", hours: 2);
        Leave(".new.skinenhance-part", hours: 0.5);
        Leave("mine.skinenhance-part", hours: 2);
        Leave(".old.png", hours: 2);
        await using var alive = AtomicFile.Create(folder.Path);
        var held = folder.In(folder.Files.Single(file => file is not (".old.skinenhance-part" or ".new.skinenhance-part" or "mine.skinenhance-part" or ".old.png")));
        File.SetLastWriteTimeUtc(held, now.UtcDateTime.AddHours(-2));

        AtomicFile.Sweep(folder.Path, now);
        AtomicFile.Sweep(folder.In("no such folder"), now);

        Assert.Equal(new[] { ".new.skinenhance-part", ".old.png", "mine.skinenhance-part", Path.GetFileName(held) }.Order(StringComparer.Ordinal), folder.Files);

        void Leave(string name, double hours) => File.SetLastWriteTimeUtc(folder.Add(name, "half"u8.ToArray()), now.UtcDateTime.AddHours(-hours));
    }

    [Fact]
    public async Task An_existing_file_is_kept_unless_forced()
    {
        using var folder = new TemporaryFolder();
        var existing = folder.Add("x.png", "old"u8.ToArray());

        await using (var refused = AtomicFile.Create(folder.Path))
        {
            await refused.WriteAsync("new"u8.ToArray(), CancellationToken.None);
            var error = (await Assert.ThrowsAsync<ResultException>(() => refused.CommitAsync(["x.png"], overwrite: false).AsTask())).Error;
            Assert.Equal((ErrorIds.OutputExists, existing), (error.Id, error.Target));
        }

        Assert.Equal("old", await File.ReadAllTextAsync(existing));
        Assert.Equal(["x.png"], folder.Files);

        await using var forced = AtomicFile.Create(folder.Path);
        await forced.WriteAsync("new"u8.ToArray(), CancellationToken.None);
        await forced.CommitAsync(["x.png"], overwrite: true);
        Assert.Equal("new", await File.ReadAllTextAsync(existing));
        Assert.Equal(["x.png"], folder.Files);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_no_destination()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Add("file", [1]);

        Assert.Equal(ErrorIds.DestinationNotWritable, Assert.Throws<ResultException>(() => AtomicFile.Create(Path.Combine(file, "below"))).Error.Id);
    }

    [Fact]
    public async Task A_folder_with_the_name_of_the_file_is_an_error_and_leaves_no_temporary_file()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("x.png"));
        await using var file = AtomicFile.Create(folder.Path);

        var error = (await Assert.ThrowsAsync<ResultException>(() => file.CommitAsync(["x.png"], overwrite: true).AsTask())).Error;

        Assert.Equal(ErrorIds.DestinationNotWritable, error.Id);
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData(28, ErrorIds.DiskFull)]
    [InlineData(unchecked((int)0x80070070), ErrorIds.DiskFull)]
    [InlineData(unchecked((int)0x80070027), ErrorIds.DiskFull)]
    [InlineData(5, ErrorIds.DestinationNotWritable)]
    public void A_full_disk_is_distinguished_from_other_failures(int code, string id)
    {
        if (OperatingSystem.IsWindows() && code == 28)
        {
            id = ErrorIds.DestinationNotWritable;
        }

        Assert.Equal(id, AtomicFile.WriteError("/photos", new IOException("refused", code)).Error.Id);
    }

    [Fact]
    public void The_systems_errors_for_a_full_disk_are_identified()
    {
        // On Linux every write to this device fails as on a full disk; on other systems the error code is simulated.
        var failure = File.Exists("/dev/full")
            ? Assert.ThrowsAny<IOException>(() => File.WriteAllBytes("/dev/full", [1, 2, 3]))
            : new IOException("full", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);

        var error = AtomicFile.WriteError("/photos", failure).Error;

        Assert.Equal((ErrorIds.DiskFull, true), (error.Id, error.StopsBatch));
    }

    [UnixTheory]
    [InlineData(" ", " ")]
    [InlineData("new ", "new ")]
    [InlineData(" new", " new")]
    [InlineData("new.", "new.")]
    [InlineData("\t", "\t")]
    [InlineData("below/ /new", " ")]
    public void No_folder_is_created_whose_name_is_invalid_on_another_system(string relative, string named)
    {
        using var folder = new TemporaryFolder();
        var error = Assert.Throws<ResultException>(() => AtomicFile.Create(folder.In(relative))).Error;

        Assert.Equal((ErrorIds.DestinationNotWritable, folder.In(relative)), (error.Id, error.Target));
        Assert.Contains($"'{named}'", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [UnixFact]
    public async Task A_folder_that_is_there_is_used_whatever_its_name()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("mine "));
        await using (AtomicFile.Create(folder.In("mine /new")))
        {
            Assert.Single(folder.FilesBelow("mine /new"));
        }
    }
}
