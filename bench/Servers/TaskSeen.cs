namespace SkinEnhance.Bench.Servers;

/// <summary>A task as the emulator saw it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Operation">Its operation, by the emulator's name.</param>
/// <param name="Sha256">SHA-256 of its image.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="EndsAt">When it is done.</param>
/// <param name="Polls">When it was asked for.</param>
internal sealed record TaskSeen(string Id, string Operation, string? Sha256, DateTimeOffset AcceptedAt, DateTimeOffset EndsAt, IReadOnlyList<DateTimeOffset> Polls);
