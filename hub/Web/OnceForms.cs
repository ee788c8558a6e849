namespace CheckIn.Hub.Web;

/// <summary>
/// What a form does, done once however often it is sent: a finger that taps twice sends it twice, and both hear what came of
/// the one. Of forms that were sent the latest 1024 are remembered, until the hub ends. Safe from any thread.
/// </summary>
internal sealed class OnceForms
{
    internal const int Most = 1024;
    private const int LongestKey = 64;
    private readonly Dictionary<(string Who, string Key), Task<string>> _done = [];
    private readonly Queue<(string Who, string Key)> _order = new();
    private readonly Lock _lock = new();

    /// <summary>A key for a form that is about to be shown.</summary>
    internal static string NewKey() => Guid.NewGuid().ToString("N");

    /// <param name="who">Whose form it is: nobody hears what came of another's.</param>
    /// <param name="key">The form's; one that is empty or too long is no form's, and it is done.</param>
    /// <param name="act">Does it, and says what came of it.</param>
    internal Task<string> DoAsync(string who, string key, Func<Task<string>> act)
    {
        if (key.Length is 0 or > LongestKey)
            return act();
        lock (_lock)
        {
            if (_done.TryGetValue((who, key), out var before))
                return before;
            if (_order.Count == Most)
                _done.Remove(_order.Dequeue());
            _order.Enqueue((who, key));
            return _done[(who, key)] = Task.Run(act);
        }
    }
}
