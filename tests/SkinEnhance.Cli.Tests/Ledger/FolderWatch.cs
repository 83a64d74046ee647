namespace SkinEnhance.Cli.Tests.Ledger;

/// <summary>Calls back after the n-th event below a home and a folder of results.</summary>
internal sealed class FolderWatch : IDisposable
{
    private readonly FileSystemWatcher _home;
    private readonly FileSystemWatcher _results;
    private readonly FolderMoment _moment;
    private readonly Action _reached;
    private int _left;

    internal FolderWatch(string home, string results, FolderMoment moment, int number, Action reached)
    {
        (_moment, _left, _reached) = (moment, number, reached);

        // A watcher includes a new folder only some time after its creation, so the folders are created first.
        foreach (var folder in (string[])["records", "tasks"])
        {
            for (var shard = 0; shard < 256; shard++)
            {
                Directory.CreateDirectory(Path.Combine(home, "ledger", folder, $"{shard:X2}"));
            }
        }

        Directory.CreateDirectory(results);
        _home = Watch(home, name => name switch
        {
            _ when name.EndsWith(".claim", StringComparison.Ordinal) => (FolderMoment.LeaseCreated, FolderMoment.LeaseDeleted),
            _ when name.EndsWith(".json", StringComparison.Ordinal) => (FolderMoment.RecordWritten, null),
            _ when name.EndsWith(".tmp", StringComparison.Ordinal) && IsIn("records", name) && !name.Contains(".claim", StringComparison.Ordinal) => (FolderMoment.RecordStarted, null),
            _ when IsIn("tasks", name) && !name.Contains('.', StringComparison.Ordinal) => (FolderMoment.PointerWritten, null),
            _ => (null, null),
        });
        _results = Watch(results, name => name.StartsWith('.') ? (FolderMoment.PartMade, FolderMoment.PartGone) : (FolderMoment.Named, null));
    }

    public void Dispose()
    {
        _home.Dispose();
        _results.Dispose();
    }

    private static bool IsIn(string folder, string name) => name.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    private FileSystemWatcher Watch(string folder, Func<string, (FolderMoment? Made, FolderMoment? Gone)> read)
    {
        var watcher = new FileSystemWatcher(folder) { IncludeSubdirectories = true, InternalBufferSize = 64 * 1024, NotifyFilter = NotifyFilters.FileName };
        watcher.Created += (_, change) => Note(read(change.Name!).Made);
        watcher.Deleted += (_, change) => Note(read(change.Name!).Gone);
        watcher.Renamed += (_, change) =>
        {
            Note(read(change.OldName!).Gone);
            Note(read(change.Name!).Made);
        };
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Note(FolderMoment? moment)
    {
        if (moment == _moment && Interlocked.Decrement(ref _left) == 0)
        {
            _reached();
        }
    }
}
