using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>The record of everything that was sent: one small JSON file a submission, below one folder.</summary>
/// <remarks>
/// A record lies at <c>records/ab/abcd….json</c>, by its identity, so that looking one image up opens one file whatever the number of
/// the others; <c>tasks/</c> leads from a task's id to it, <c>outputs/</c> from the path of a result. A record is written whole: temporary file, flush to disk, rename. Reading
/// writes, moves and deletes nothing. A record that cannot be read is moved to <c>set-aside/</c> when its image is to be sent again, never
/// deleted; one that a newer version wrote stays where it is.
/// </remarks>
public sealed class SubmissionLedger : IDisposable
{
    /// <summary>The environment variable that moves the ledger.</summary>
    public const string HomeVariable = "SKINENHANCE_HOME";

    /// <summary>The environment variable that replaces the host's name in leases.</summary>
    public const string HostVariable = "SKINENHANCE_HOST";

    private const string Extension = ".json";
    private const string NotedExtension = ".noted";

    private readonly string _records;
    private readonly string _tasks;
    private readonly string _outputs;
    private readonly string _quarantine;
    private readonly LeaseStore _leases;
    private readonly TimeProvider _time;

    /// <summary>Opens a ledger; the folder is made when the first record is written.</summary>
    /// <param name="home">The folder above it.</param>
    /// <param name="host">What this host is called in leases.</param>
    /// <param name="time">The clock; the system's when null.</param>
    public SubmissionLedger(string home, string host, TimeProvider? time = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(home);
        Folder = Path.Combine(Path.GetFullPath(home), "ledger");
        _records = Path.Combine(Folder, "records");
        _tasks = Path.Combine(Folder, "tasks");
        _outputs = Path.Combine(Folder, "outputs");
        _quarantine = Path.Combine(Folder, "set-aside");
        _time = time ?? TimeProvider.System;
        _leases = new LeaseStore(host, _time);
    }

    /// <summary>The folder of the ledger.</summary>
    public string Folder { get; }

    /// <summary>Opens the ledger that the environment names; by default below the user's local application data.</summary>
    /// <param name="readVariable">Reads a variable; the process's own by default.</param>
    /// <param name="time">The clock; the system's when null.</param>
    /// <returns>The ledger.</returns>
    public static SubmissionLedger FromEnvironment(Func<string, string?>? readVariable = null, TimeProvider? time = null)
    {
        var read = readVariable ?? Environment.GetEnvironmentVariable;
        var home = read(HomeVariable) is { Length: > 0 } named
            ? named
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "SkinEnhance");
        return new SubmissionLedger(home, read(HostVariable) is { Length: > 0 } host ? host : Environment.MachineName, time);
    }

    /// <inheritdoc/>
    public void Dispose() => _leases.Dispose();

    /// <summary>Lists tasks, newest first by when their records were last written. Records are read one by one, as far as the caller goes.</summary>
    /// <param name="query">Which ones; all when null.</param>
    /// <param name="observer">Is warned of records that cannot be read; null for none.</param>
    /// <returns>The tasks as their records have them; nobody is asked.</returns>
    public IEnumerable<EnhanceTask> List(LedgerQuery? query = null, IEnhanceObserver? observer = null)
    {
        query ??= new LedgerQuery();
        var tasks = FilesNewestFirst(query.IsPlain ? query.First : null, query.Since, query.Before)
            .Select(path => ReadListed(path, observer ?? NullObserver.Instance))
            .OfType<LedgerRecord>()
            .Select(record => RecordMapping.ToTask(record, _time.GetUtcNow(), IsHeld(record)))
            .Where(query.Matches);
        return query.First is { } most ? tasks.Take(most) : tasks;
    }

    /// <summary>Reads the newest records as they are, for what can be learnt from them: what makes no sense is passed over and stays in its place.</summary>
    /// <param name="most">How many at the most.</param>
    /// <returns>The records.</returns>
    internal IEnumerable<LedgerRecord> Peek(int most)
    {
        foreach (var path in FilesNewestFirst(most, null, null))
        {
            if (PeekFile(path) is { } record)
            {
                yield return record;
            }
        }
    }

    /// <summary>Looks at the record of one submission as it is.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="wasUnreadable">Whether there is a record that makes no sense.</param>
    /// <param name="isHeld">Whether somebody works on the submission.</param>
    /// <returns>The record; null when there is none.</returns>
    /// <exception cref="EnhanceException">As for <see cref="Read"/>.</exception>
    internal LedgerRecord? Peek(string identity, out bool wasUnreadable, out bool isHeld)
    {
        var path = RecordPath(identity);
        try
        {
            var (record, flaw) = ReadFile(path);
            wasUnreadable = flaw is not null || (record is null && OpenQuarantined(identity).Any());
            isHeld = _leases.IsHeld(Path.ChangeExtension(path, ".claim"));
            return record;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw NotReadable(path, failure);
        }
    }

    /// <summary>Finds a task by the provider's id.</summary>
    /// <param name="taskId">The id.</param>
    /// <param name="observer">Is warned of records that cannot be read; null for none.</param>
    /// <returns>The task as its record has it; null when there is none.</returns>
    public EnhanceTask? Find(string taskId, IEnhanceObserver? observer = null) =>
        FindTask(taskId, observer ?? NullObserver.Instance) is { } record ? RecordMapping.ToTask(record, _time.GetUtcNow(), IsHeld(record)) : null;

    /// <summary>Forgets a task, so that its image counts as new.</summary>
    /// <param name="task">A task that has a record.</param>
    /// <param name="force">Whether to forget what is not finished, or may be paid, too.</param>
    /// <param name="observer">Is warned of records that cannot be read; null for none.</param>
    /// <returns>False when it has no record, is being worked on, or is not finished and not forced.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be written.</exception>
    public bool Forget(EnhanceTask task, bool force = false, IEnhanceObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var entry = LedgerEntry.Reopen(this, task, observer ?? NullObserver.Instance, TimeProvider.System);
        return entry is not null && entry.Forget(force);
    }

    /// <summary>Leases a submission.</summary>
    /// <returns>The lease; null while somebody else holds it.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be written (<see cref="ErrorIds.LedgerNotWritable"/>).</exception>
    internal Lease? TryLease(string identity) => TryLease(identity, out _);

    /// <summary>The same, with what the user should know of a lease that is in the way.</summary>
    /// <param name="identity">The submission.</param>
    /// <param name="oddity">A sentence for a warning; null for none. Each oddity is told once.</param>
    internal Lease? TryLease(string identity, out string? oddity)
    {
        var path = RecordPath(identity);
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            return _leases.TryLease(Path.ChangeExtension(path, ".claim"), out oddity);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw NotWritable(failure);
        }
    }

    /// <summary>Reads the record of a submission that is leased to be sent, and sets one that makes no sense aside.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="observer">Is warned of a record that had to be set aside.</param>
    /// <param name="wasUnreadable">Whether there was one that made no sense, now or at an earlier look: what it stood for may have been paid.</param>
    /// <returns>The record; null when there is none.</returns>
    /// <exception cref="EnhanceException">The record is of a newer version (<see cref="ErrorIds.LedgerRecordNewer"/>), or the system does not let it be read.</exception>
    internal LedgerRecord? Read(string identity, IEnhanceObserver observer, out bool wasUnreadable)
    {
        var path = RecordPath(identity);
        var (record, flaw) = ReadFile(path);
        if (flaw is not null)
        {
            Quarantine(path, flaw, observer);
        }

        try
        {
            wasUnreadable = flaw is not null || (record is null && OpenQuarantined(identity).Any());
            return record;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw NotReadable(path, failure);
        }
    }

    /// <summary>Reads the record of a submission and leaves it as it is.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="observer">Is warned of a record that makes no sense.</param>
    /// <returns>The record; null when there is none that makes sense.</returns>
    /// <exception cref="EnhanceException">As for <see cref="Read"/>.</exception>
    internal LedgerRecord? Look(string identity, IEnhanceObserver observer) => LookAt(RecordPath(identity), observer);

    /// <summary>Notes that a new record has taken over what is known of those that were set aside.</summary>
    internal void NoteQuarantined(string identity)
    {
        try
        {
            foreach (var path in OpenQuarantined(identity))
            {
                FileChange.Move(path, path + NotedExtension);
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            // It then counts as open once more when its record is forgotten, which costs a question and no money.
        }
    }

    /// <summary>Writes a record whole and to disk.</summary>
    /// <exception cref="EnhanceException">The ledger cannot be written (<see cref="ErrorIds.LedgerNotWritable"/>).</exception>
    internal void Write(LedgerRecord record)
    {
        var path = RecordPath(record.Identity);
        try
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(path)!);
            WriteAtomic(path, JsonSerializer.SerializeToUtf8Bytes(record, LedgerWriteJson.Default.LedgerRecord));
            if (record.TaskId is { } taskId && TaskPath(taskId) is var pointer && !File.Exists(pointer))
            {
                PrivateFile.CreateFolder(Path.GetDirectoryName(pointer)!);
                WriteAtomic(pointer, System.Text.Encoding.ASCII.GetBytes(record.Identity));
            }

            foreach (var output in record.Output)
            {
                NoteOutput(record.Identity, output.Path, output.Length);
                NoteBytes(record, output);
            }
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw NotWritable(failure);
        }
    }

    /// <summary>Notes that a result of a submission lies at a path. Its size is noted with it, because the record forgets it when its image
    /// is submitted again.</summary>
    /// <exception cref="IOException">The ledger cannot be written.</exception>
    internal void NoteOutput(string identity, string path, long length)
    {
        var pointer = OutputPath(path);
        if (ReadOutput(pointer) != (identity, length))
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(pointer)!);
            WriteAtomic(pointer, System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"{identity} {length}")));
        }
    }

    /// <summary>Whether a file is a result that a submission left there, by its path and its size; its bytes are not read. What the record
    /// says now makes no difference: it may be that of a later submission, or of a newer version.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>False as well when the submission is forgotten, or the ledger cannot be read: it then knows no results.</returns>
    internal bool IsOutput(string path)
    {
        try
        {
            return ReadOutput(OutputPath(path)) is ({ } identity, var length)
                && File.Exists(RecordPath(identity))
                && new FileInfo(path) is { Exists: true } file
                && (length is null || file.Length == length);
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return false;
        }
    }

    /// <summary>Finds the task whose one result a file is, by its path and its size.</summary>
    /// <param name="path">The full path, without links.</param>
    /// <returns>The provider's id of the task; null when the file is no such result, or the ledger cannot be read.</returns>
    internal string? FindResult(string path)
    {
        try
        {
            return ReadOutput(OutputPath(path)).Identity is { } identity
                && PeekFile(RecordPath(identity)) is { TaskId: { } taskId, ResultUri.Count: <= 1 } record
                && new FileInfo(path) is { Exists: true } file
                && record.Output.Any(output => output.Length == file.Length)
                ? taskId
                : null;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return null;
        }
    }

    /// <summary>Finds the submission that a file with these bytes is a result of, wherever it lies.</summary>
    /// <param name="sha256">The SHA-256 of the file in hex.</param>
    /// <returns>The identity of the submission; null when there is none, or the ledger cannot be read.</returns>
    internal string? FindBytes(string sha256)
    {
        try
        {
            return ReadPointer(BytesPath(sha256)) is { } identity && File.Exists(RecordPath(identity)) ? identity : null;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return null;
        }
    }

    /// <summary>Notes the bytes of a result. A service that gives an image back as it came makes no result of it.</summary>
    private void NoteBytes(LedgerRecord record, LedgerOutput output)
    {
        var pointer = BytesPath(output.Sha256);
        if (!string.Equals(output.Sha256, record.ImageSha256, StringComparison.OrdinalIgnoreCase) && ReadPointer(pointer) is null)
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(pointer)!);
            WriteAtomic(pointer, System.Text.Encoding.ASCII.GetBytes(record.Identity));
        }
    }

    /// <summary>Whether a submission is recorded or under way.</summary>
    /// <exception cref="EnhanceException">As for <see cref="Read"/>.</exception>
    internal bool IsKnown(string identity, IEnhanceObserver observer) =>
        Look(identity, observer) is not null || _leases.IsHeld(Path.ChangeExtension(RecordPath(identity), ".claim"));

    /// <summary>Forgets a submission.</summary>
    /// <exception cref="EnhanceException">The ledger cannot be written.</exception>
    internal void Remove(LedgerRecord record)
    {
        try
        {
            FileChange.Delete(RecordPath(record.Identity));
            if (record.TaskId is { } taskId)
            {
                FileChange.Delete(TaskPath(taskId));
            }

            foreach (var pointer in record.Output.SelectMany(output => (string[])[OutputPath(output.Path), BytesPath(output.Sha256)]).Where(pointer => ReadOutput(pointer).Identity == record.Identity))
            {
                FileChange.Delete(pointer);
            }
        }
        catch (Exception failure) when (IoErrors.IsNotFound(failure))
        {
            // Gone is what was wanted.
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw NotWritable(failure);
        }
    }

    /// <summary>Finds the record of a task by the provider's id, by opening two files.</summary>
    internal LedgerRecord? FindTask(string taskId, IEnhanceObserver observer)
    {
        try
        {
            return ReadPointer(TaskPath(taskId)) is { } identity && Look(identity, observer) is { } record && record.TaskId == taskId ? record : null;
        }
        catch (EnhanceException failure)
        {
            observer.OnWarning(failure.Message);
            return null;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            return null;
        }
    }

    // Asked where it makes a difference only: nobody leases a whole folder to list it.
    private bool IsHeld(LedgerRecord record) =>
        record.State == LedgerState.Submitting && _leases.IsHeld(Path.ChangeExtension(RecordPath(record.Identity), ".claim"));

    private IEnumerable<string> FilesNewestFirst(int? most, DateTimeOffset? since, DateTimeOffset? before)
    {
        if (!Directory.Exists(_records))
        {
            return [];
        }

        var newest = new PriorityQueue<string, DateTime>();
        var files = new FileSystemEnumerable<(string Path, DateTime Written)>(
            _records,
            (ref FileSystemEntry entry) => (entry.ToFullPath(), FileTime.WrittenUtc(ref entry)),
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(Extension, StringComparison.Ordinal),
        };
        foreach (var (path, written) in files)
        {
            if (written < since?.UtcDateTime || written >= before?.UtcDateTime)
            {
                continue;
            }

            newest.Enqueue(path, written);
            if (newest.Count > most)
            {
                newest.Dequeue();
            }
        }

        var oldestFirst = new string[newest.Count];
        for (var index = 0; index < oldestFirst.Length; index++)
        {
            oldestFirst[index] = newest.Dequeue();
        }

        return oldestFirst.Reverse();
    }

    private static LedgerRecord? ReadListed(string path, IEnhanceObserver observer)
    {
        try
        {
            return LookAt(path, observer);
        }
        catch (EnhanceException failure)
        {
            observer.OnWarning(failure.Message);
            return null;
        }
    }

    private static LedgerRecord? LookAt(string path, IEnhanceObserver observer)
    {
        var (record, flaw) = ReadFile(path);
        if (flaw is not null)
        {
            observer.OnWarning($"The ledger's record '{path}' is not readable ({flaw}); it is left as it is.");
        }

        return record;
    }

    /// <summary>Reads a record's file.</summary>
    /// <returns>The record, or why it makes no sense; neither when there is none.</returns>
    /// <exception cref="EnhanceException">The record is of a newer version, or the system does not let it be read.</exception>
    private static (LedgerRecord? Record, string? Flaw) ReadFile(string path)
    {
        try
        {
            using var file = OpenRecord(path);
            var (record, flaw) = Parse(file);
            if (flaw is not null && NewerVersion(file) is { } version)
            {
                throw IsOfNewerVersion(path, version);
            }

            return record is null || record.Identity == Path.GetFileNameWithoutExtension(path) ? (record, flaw) : (null, "it belongs to another submission");
        }
        catch (Exception failure) when (IoErrors.IsNotFound(failure))
        {
            return default;
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw NotReadable(path, failure);
        }
    }

    /// <summary>Reads a record as it is.</summary>
    /// <returns>The record; null when it makes no sense, is not there, cannot be read or is of a newer version.</returns>
    private static LedgerRecord? PeekFile(string path)
    {
        try
        {
            return ReadFile(path).Record;
        }
        catch (EnhanceException)
        {
            return null;
        }
    }

    private static (LedgerRecord? Record, string? Flaw) Parse(Stream file)
    {
        try
        {
            return JsonSerializer.Deserialize(file, LedgerJson.Default.LedgerRecord) is { IsValid: true } record
                ? (record, null)
                : (null, "it has a form that this version does not know");
        }
        catch (JsonException failure)
        {
            return (null, failure.Message);
        }
    }

    /// <summary>The version of a record, as it is written there, when it is newer than this program's; a newer form may differ in all else.</summary>
    private static string? NewerVersion(FileStream file)
    {
        try
        {
            file.Position = 0;
            using var document = JsonDocument.Parse(file);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("version", out var version)
                && version.ValueKind == JsonValueKind.Number
                && version.GetDouble() > LedgerRecord.CurrentVersion
                    ? version.GetRawText()
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads which submission a pointer leads to; null when there is none.</summary>
    private static string? ReadPointer(string path) =>
        File.Exists(path) && File.ReadAllText(path) is { Length: 64 } identity && identity.All(char.IsAsciiHexDigit) ? identity : null;

    /// <summary>Reads which submission left a result, and how many bytes it had; the size is null where only the submission is noted.</summary>
    private static (string? Identity, long? Length) ReadOutput(string path) =>
        !File.Exists(path) || File.ReadAllText(path).Split(' ') is not [{ Length: 64 } identity, .. var rest] || !identity.All(char.IsAsciiHexDigit)
            ? default
            : (identity, rest is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null);

    private static FileStream OpenRecord(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>What was set aside of a submission and has no new record yet.</summary>
    private IEnumerable<string> OpenQuarantined(string identity) => Directory.Exists(_quarantine)
        ? Directory.EnumerateFiles(_quarantine, $"{identity}{Extension}.*").Where(path => !path.EndsWith(NotedExtension, StringComparison.Ordinal))
        : [];

    private void Quarantine(string path, string why, IEnhanceObserver observer)
    {
        var place = Path.Combine(_quarantine, $"{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        try
        {
            PrivateFile.CreateFolder(_quarantine);
            FileChange.Move(path, place);
            observer.OnWarning($"The ledger's record '{path}' is not readable ({why}); it was set aside as '{place}'.");
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            observer.OnWarning($"The ledger's record '{path}' is not readable ({why}) and cannot be set aside: {failure.Message}");
        }
    }

    private static void WriteAtomic(string path, byte[] content)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = PrivateFile.Create(temporary, FileMode.CreateNew))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            FileChange.Move(temporary, path, overwrite: true);
        }
        catch
        {
            FileChange.Delete(temporary);
            throw;
        }
    }

    private string RecordPath(string identity) => Path.Combine(_records, identity[..2], identity + Extension);

    private string TaskPath(string taskId) => PointerPath(_tasks, taskId);

    private string OutputPath(string path) => PointerPath(_outputs, PathRules.IgnoreCase ? RealPath.Of(path).ToUpperInvariant() : RealPath.Of(path));

    private string BytesPath(string sha256) => PointerPath(_outputs, $"bytes {sha256.ToUpperInvariant()}");

    private static string PointerPath(string folder, string key)
    {
        var name = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));
        return Path.Combine(folder, name[..2], name);
    }

    private static EnhanceException IsOfNewerVersion(string path, string version) => EnhanceException.For(new EnhanceError
    {
        Id = ErrorIds.LedgerRecordNewer,
        Target = path,
        Message = $"The ledger's record '{path}' has version {version}, and this version of SkinEnhance reads version {LedgerRecord.CurrentVersion}. It is left as it is.",
    });

    private static EnhanceException NotReadable(string path, Exception failure) => EnhanceException.For(
        new EnhanceError
        {
            Id = ErrorIds.LedgerNotWritable,
            Target = path,
            Message = $"The ledger's record '{path}' cannot be read: {failure.Message}",
        },
        failure);

    private EnhanceException NotWritable(Exception failure)
    {
        var why = IoErrors.IsDiskFull(failure) ? "the disk is full" : failure.Message.TrimEnd('.');
        return EnhanceException.For(
            new EnhanceError
            {
                Id = ErrorIds.LedgerNotWritable,
                Target = Folder,
                Message = $"The ledger in '{Folder}' cannot be written: {why}.",
            },
            failure);
    }
}
