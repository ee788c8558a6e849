using CheckIn.Contract;

namespace CheckIn.Hub.Broker;

/// <summary>
/// What a client may read, whatever it has subscribed to: asked for every message that is to be put into its queue,
/// under the broker's lock, so it answers from memory, at once and without allocating. It stays with the client's
/// session while that has no connection.
/// </summary>
internal abstract class Reader
{
    /// <summary>It rests on something that can be withdrawn, and is to be asked from time to time.</summary>
    internal virtual bool CanEnd => false;

    internal abstract bool MayRead(RoutedMessage routed);

    /// <summary>Looks whether it still may, and what.</summary>
    /// <returns>False = it may nothing any more.</returns>
    internal virtual bool Renew() => true;
}

/// <summary>
/// A gate, which reads what is meant for it; or somebody of whom nothing is known but what he calls himself, who has
/// everything outside the product's topics besides.
/// </summary>
internal sealed class OwnReader(string clientId, bool isGate) : Reader
{
    internal override bool MayRead(RoutedMessage routed) => routed.IsProducts
        ? TopicRights.MaySubscribe(clientId, routed.Message.Topic) : !isGate;
}

/// <summary>Knows programs that people have given a token to.</summary>
internal interface IProgramReaders
{
    /// <summary>Whether that can only be meant as a token, so that its sender is not to be taken for nobody.</summary>
    bool IsToken(string password);

    /// <summary>What the program with that token may read; null = it is none, or is good no more.</summary>
    Reader? Find(string password, System.Net.EndPoint? remote);
}
