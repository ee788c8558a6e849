namespace CheckIn.Gate.Commands;

/// <summary>
/// Ids of commands that were here, the latest <see cref="Most"/>: none is done twice, however often it comes. For one
/// thread.
/// </summary>
internal sealed class SeenCommands
{
    internal const int Most = 4096;
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    internal bool Contains(string id) => _ids.Contains(id);

    internal void Add(string id)
    {
        if (!_ids.Add(id))
            return;
        _order.Enqueue(id);
        if (_order.Count > Most)
            _ids.Remove(_order.Dequeue());
    }
}
