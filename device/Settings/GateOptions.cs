namespace CheckIn.Gate.Settings;
internal sealed class GateOptions { public string Id {get;set;} = "a"; }
