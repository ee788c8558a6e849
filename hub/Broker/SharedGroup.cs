namespace CheckIn.Hub.Broker;

/// <summary>
/// The sessions that share one subscription (4.8.2). Each message goes to one of them, in turn; those that are
/// connected and keep up come first, then those connected, then those that are away. The broker's lock guards it.
/// </summary>
internal sealed class SharedGroup(string fullFilter, string filter) : Subscriber
{
    private readonly List<(Session Session, Subscription Subscription)> _members = [];
    private int _next;

    /// <summary>As subscribed, with <c>$share/group/</c>.</summary>
    public string FullFilter => fullFilter;

    /// <summary>The part that topics are matched with.</summary>
    public string Filter => filter;

    public bool IsEmpty => _members.Count == 0;

    /// <summary>Adds or replaces; true when it is new.</summary>
    public bool Set(Session session, in Subscription subscription)
    {
        var index = _members.FindIndex(m => m.Session == session);
        if (index < 0)
            _members.Add((session, subscription));
        else
            _members[index] = (session, subscription);
        return index < 0;
    }

    public bool Remove(Session session) => _members.RemoveAll(m => m.Session == session) > 0;

    /// <summary>
    /// Hands the message to one member and returns it; null when there is none but <paramref name="except"/>.
    /// </summary>
    public Session? Deliver(RoutedMessage routed, Session? except = null)
    {
        var best = -1;
        var bestRank = 0;
        for (var i = 0; i < _members.Count && bestRank < 3; i++)
        {
            var index = (_next + i) % _members.Count;
            var session = _members[index].Session;
            var rank = session == except || !session.MayRead(routed) ? 0 : session.Rank;
            if (rank > bestRank)
                (best, bestRank) = (index, rank);
        }
        if (best < 0)
            return null;
        _next = (best + 1) % _members.Count;
        var (chosen, subscription) = _members[best];
        chosen.Deliver(subscription.ToDelivery(routed, subscription.Retains(routed), this));
        return chosen;
    }

    /// <summary>Whether a message could go to a connected member other than <paramref name="except"/>.</summary>
    public bool HasAnother(Session except) => _members.Exists(m => m.Session != except && m.Session.Rank > 1);
}
