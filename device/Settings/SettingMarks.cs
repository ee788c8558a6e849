namespace CheckIn.Gate.Settings;

/// <summary>A setting, or a section of them, that is the gate's own to say and never the hub's: who it is, where its files
/// lie, and whose programs it runs.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
internal sealed class OwnSettingAttribute : Attribute;

/// <summary>A setting whose wrong value can cut the gate off from its hub, so that it is tried.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CutsOffAttribute : Attribute;
