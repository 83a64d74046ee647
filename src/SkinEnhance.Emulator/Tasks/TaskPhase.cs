namespace SkinEnhance.Emulator.Tasks;

/// <summary>Where a task stands, whatever the provider calls it.</summary>
internal enum TaskPhase
{
    Created = 0,
    InProgress,
    Completed,
    Failed,
}
