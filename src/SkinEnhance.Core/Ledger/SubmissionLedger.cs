using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using SkinEnhance.Core.Platform;

namespace SkinEnhance.Core.Ledger;

/// <summary>The records of all submissions: one small JSON file each, below one folder.</summary>
/// <remarks>
/// A record is at <c>records/ab/abcd….json</c>, by its identity, so that finding one opens one file, however many there are. Pointers lead
/// to it: in <c>tasks/</c> from a task's id, in <c>outputs/</c> from the path of a result. A record is written atomically: temporary file,
/// flush to disk, rename. Reading writes, moves and deletes nothing. An unreadable record is moved to <c>set-aside/</c> when its image is
/// submitted again, never deleted; one of a newer version is not touched.
/// </remarks>
public sealed class SubmissionLedger : IDisposable
{
    /// <summary>The environment variable for the ledger's folder.</summary>
    public const string HomeVariable = "SKINENHANCE_HOME";

    /// <summary>The environment variable for the host's name in leases.</summary>
    public const string HostVariable = "SKINENHANCE_HOST";

    private const string Extension = ".json";
    private const string NotedExtension = ".noted";

    private readonly string _records;
    private readonly string _tasks;
    private readonly string _outputs;
    private readonly string _quarantine;
    private readonly LeaseStore _leases;
    private readonly TimeProvider _time;

    /// <summary>Opens a ledger; the folder is created when the first record is written.</summary>
    /// <param name="home">The parent folder.</param>
    /// <param name="host">The host's name in leases.</param>
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

    /// <summary>Opens the ledger configured in the environment; the default is below the user's local application data.</summary>
    /// <param name="readVariable">Reads a variable; the process's environment when null.</param>
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

    /// <summary>Lists tasks, newest first by the last write of their records. Records are read one by one as the caller enumerates.</summary>
    /// <param name="query">The filter; null for all.</param>
    /// <param name="observer">Receives warnings about records that cannot be read; null for none.</param>
    /// <returns>The tasks from their records; no request is sent.</returns>
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

    /// <summary>Reads the newest records for statistics: unreadable ones are skipped and not moved.</summary>
    /// <param name="most">The highest number of records.</param>
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

    /// <summary>Reads the record of one submission without changes.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="wasUnreadable">Whether there is an unreadable record.</param>
    /// <param name="isHeld">Whether a process has leased the submission.</param>
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
    /// <param name="observer">Receives warnings about records that cannot be read; null for none.</param>
    /// <returns>The task from its record; null when there is none.</returns>
    public EnhanceTask? Find(string taskId, IEnhanceObserver? observer = null) =>
        FindTask(taskId, observer ?? NullObserver.Instance) is { } record ? RecordMapping.ToTask(record, _time.GetUtcNow(), IsHeld(record)) : null;

    /// <summary>Removes a task's record, so that its image counts as new.</summary>
    /// <param name="task">A task that has a record.</param>
    /// <param name="force">Whether to remove it even when the task is not finished, or may be paid for.</param>
    /// <param name="observer">Receives warnings about records that cannot be read; null for none.</param>
    /// <returns>False when it has no record, a process has leased it, or it is not finished and <paramref name="force"/> is false.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be written.</exception>
    public bool Forget(EnhanceTask task, bool force = false, IEnhanceObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        using var entry = LedgerEntry.Reopen(this, task, observer ?? NullObserver.Instance, TimeProvider.System);
        return entry is not null && entry.Forget(force);
    }

    /// <summary>Leases a submission.</summary>
    /// <returns>The lease; null while another process holds it.</returns>
    /// <exception cref="EnhanceException">The ledger cannot be written (<see cref="ErrorIds.LedgerNotWritable"/>).</exception>
    internal Lease? TryLease(string identity) => TryLease(identity, out _);

    /// <summary>Leases a submission, with a warning about an existing lease.</summary>
    /// <param name="identity">The submission.</param>
    /// <param name="oddity">The warning; null for none. Each warning is returned once.</param>
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

    /// <summary>Reads the record of a leased submission before it is sent, and quarantines an unreadable one.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="observer">Receives a warning about a quarantined record.</param>
    /// <param name="wasUnreadable">Whether there was an unreadable record, now or earlier: its submission may have been paid for.</param>
    /// <returns>The record; null when there is none.</returns>
    /// <exception cref="EnhanceException">A newer version wrote the record (<see cref="ErrorIds.LedgerRecordNewer"/>), or the file cannot be read.</exception>
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

    /// <summary>Reads the record of a submission without changes.</summary>
    /// <param name="identity">The identity.</param>
    /// <param name="observer">Receives a warning about an unreadable record.</param>
    /// <returns>The record; null when there is no readable one.</returns>
    /// <exception cref="EnhanceException">As for <see cref="Read"/>.</exception>
    internal LedgerRecord? Look(string identity, IEnhanceObserver observer) => LookAt(RecordPath(identity), observer);

    /// <summary>Marks quarantined records as replaced by a new record.</summary>
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
            // When the new record is removed, the submission then counts as open once more, which costs a decision of the user and no money.
        }
    }

    /// <summary>Writes a record atomically and flushes it to disk.</summary>
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

    /// <summary>Writes the pointer from a result's path to its submission, with the result's size, because the record no longer has it when
    /// the image is submitted again.</summary>
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

    /// <summary>Whether a file is a result of a submission, by its path and its size; its bytes are not read. The current record does not
    /// matter: it may be that of a later submission, or of a newer version.</summary>
    /// <param name="path">The full path.</param>
    /// <returns>False also when the record was removed, or the ledger cannot be read.</returns>
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

    /// <summary>Finds the task of a file that is its only result, by path and size.</summary>
    /// <param name="path">The full path, without links.</param>
    /// <returns>The provider's id of the task; null when the file is not such a result, or the ledger cannot be read.</returns>
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

    /// <summary>Finds the submission of a file that is a result, by its bytes.</summary>
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

    /// <summary>Writes the pointer from a result's bytes. An image that a service returns unchanged does not become a result.</summary>
    private void NoteBytes(LedgerRecord record, LedgerOutput output)
    {
        var pointer = BytesPath(output.Sha256);
        if (!string.Equals(output.Sha256, record.ImageSha256, StringComparison.OrdinalIgnoreCase) && ReadPointer(pointer) is null)
        {
            PrivateFile.CreateFolder(Path.GetDirectoryName(pointer)!);
            WriteAtomic(pointer, System.Text.Encoding.ASCII.GetBytes(record.Identity));
        }
    }

    /// <summary>Whether a submission has a record or is in progress.</summary>
    /// <exception cref="EnhanceException">As for <see cref="Read"/>.</exception>
    internal bool IsKnown(string identity, IEnhanceObserver observer) =>
        Look(identity, observer) is not null || _leases.IsHeld(Path.ChangeExtension(RecordPath(identity), ".claim"));

    /// <summary>Removes the record of a submission.</summary>
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
            // It is removed already.
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            throw NotWritable(failure);
        }
    }

    /// <summary>Finds the record of a task by the provider's id; opens two files.</summary>
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

    // Checked only where it makes a difference: no process leases a whole folder to list it.
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
            observer.OnWarning($"The ledger's record '{path}' is not readable ({flaw}); it is left unchanged.");
        }

        return record;
    }

    /// <summary>Reads a record's file.</summary>
    /// <returns>The record, or why it is unreadable; neither when there is none.</returns>
    /// <exception cref="EnhanceException">A newer version wrote the record, or the file cannot be read.</exception>
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

    /// <summary>Reads a record without changes.</summary>
    /// <returns>The record; null when it does not exist, cannot be read or is of a newer version.</returns>
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
                : (null, "a required value is missing");
        }
        catch (JsonException failure)
        {
            return (null, failure.Message);
        }
    }

    /// <summary>The version in a record when it is newer than this program's; a newer format may differ in everything else.</summary>
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

    /// <summary>Reads the identity in a pointer; null when there is none.</summary>
    private static string? ReadPointer(string path) =>
        File.Exists(path) && File.ReadAllText(path) is { Length: 64 } identity && identity.All(char.IsAsciiHexDigit) ? identity : null;

    /// <summary>Reads the identity and the size in a result's pointer; the size is null where only the identity is stored.</summary>
    private static (string? Identity, long? Length) ReadOutput(string path) =>
        !File.Exists(path) || File.ReadAllText(path).Split(' ') is not [{ Length: 64 } identity, .. var rest] || !identity.All(char.IsAsciiHexDigit)
            ? default
            : (identity, rest is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null);

    private static FileStream OpenRecord(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>The quarantined records of a submission that have no new record yet.</summary>
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
            observer.OnWarning($"The ledger's record '{path}' is not readable ({why}); it was quarantined as '{place}'.");
        }
        catch (Exception failure) when (IoErrors.IsIo(failure))
        {
            observer.OnWarning($"The ledger's record '{path}' is not readable ({why}) and cannot be quarantined: {failure.Message}");
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
        Message = $"The ledger's record '{path}' has version {version}, newer than version {LedgerRecord.CurrentVersion} of this SkinEnhance. It is left unchanged.",
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
