using CheckIn.Contract;

namespace CheckIn.Hub.Events;

/// <summary>An event that the hub records itself.</summary>
/// <param name="Gate">Whose journal: a name that no machine has.</param>
/// <param name="Epoch">Of that journal, [a-z0-9-]{1,64}.</param>
/// <param name="Draft">All but number and chain.</param>
internal sealed record OwnEvent(string Gate, string Epoch, EventDraft Draft);
