BeforeDiscovery {
    $script:analyzer = @(Get-Module -ListAvailable -Name PSScriptAnalyzer)
}

BeforeAll {
    . $PSScriptRoot/common.ps1
    $script:staged = (Get-Item "$ModulePath/*/SkinEnhance.psd1").Directory.FullName
    $script:manifest = Import-PowerShellDataFile -LiteralPath "$staged/SkinEnhance.psd1"
}

Describe 'The published module' {
    It 'exports exactly the commands of its manifest' {
        (Get-Command -Module SkinEnhance).Name | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
        (Get-Module SkinEnhance).ExportedAliases.Count + (Get-Module SkinEnhance).ExportedVariables.Count | Should -Be 0
    }

    It 'has the documented commands' {
        (Get-Command -Module SkinEnhance).Name | Should -Be @(
            'Connect-EnhanceProvider', 'Disconnect-EnhanceProvider', 'Get-EnhanceBalance', 'Get-EnhanceProvider', 'Get-EnhanceTask', 'Invoke-SkinEnhance',
            'Remove-EnhanceTask', 'Save-EnhanceResult', 'Start-EnhanceEmulator', 'Start-Upscale', 'Stop-EnhanceEmulator', 'Test-EnhanceImage', 'Wait-EnhanceTask')
    }

    It 'has a valid manifest' {
        Test-ModuleManifest -Path "$staged/SkinEnhance.psd1" -WarningVariable warning -ErrorAction Stop | Should -Not -BeNullOrEmpty
        $warning | Should -BeNullOrEmpty
        Split-Path -Leaf $staged | Should -Be $manifest.ModuleVersion
    }

    It 'contains exactly the required files' {
        $files = Get-ChildItem -LiteralPath $staged -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($staged, $_.FullName) -replace '\\', '/' }
        $files | Where-Object { $_ -notlike 'en-US/*' } | Sort-Object | Should -Be (@(
                'CHANGELOG.md', 'LICENSE', 'README.md', 'SkinEnhance.Format.ps1xml', 'SkinEnhance.Types.ps1xml', 'SkinEnhance.psd1'
                'bin/net8.0/SkinEnhance.Abstractions.dll', 'bin/net8.0/SkinEnhance.dll', 'bin/net8.0/dependencies/Polly.Core.dll'
                'bin/net8.0/dependencies/SkinEnhance.Core.dll', 'bin/net8.0/dependencies/SkinEnhance.Emulator.dll') | Sort-Object)
        $topics = Get-ChildItem -LiteralPath "$RepositoryRoot/en-US" -Name
        $files | Where-Object { $_ -like 'en-US/*' } | Sort-Object | Should -Be (@('SkinEnhance.dll-Help.xml'; $topics) | ForEach-Object { "en-US/$_" } | Sort-Object)
    }

    It 'uses approved verbs only' {
        Import-Module $ModulePath -Force -WarningVariable warning
        $warning | Should -BeNullOrEmpty
        $approved = (Get-Verb).Verb
        (Get-Command -Module SkinEnhance).Verb | Where-Object { $_ -notin $approved } | Should -BeNullOrEmpty
    }

    It 'has conventional parameter names: one word, singular, no clash with common ones' {
        $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
        foreach ($command in Get-Command -Module SkinEnhance) {
            $own = $command.Parameters.Keys | Where-Object { $_ -notin $common }
            $own | Where-Object { $_ -cnotmatch '^[A-Z][A-Za-z]*$' -or ($_ -match 's$' -and $_ -notmatch 'ss$' -and $_ -notin 'Status', 'MaxCredits', 'MaxResultBytes', 'IncludeResults') } | Should -BeNullOrEmpty -Because $command.Name
        }
    }

    It 'declares the output of each command' {
        foreach ($command in Get-Command -Module SkinEnhance | Where-Object Verb -NotIn 'Disconnect', 'Stop', 'Remove') {
            $command.OutputType | Should -Not -BeNullOrEmpty -Because $command.Name
        }
    }
}

Describe 'Loading' {
    It 'works repeatedly, in one process' {
        $said = Invoke-PowerShell @"
`$ErrorActionPreference = 'Stop'
Import-Module '$ModulePath'
Import-Module '$ModulePath' -Force
Import-Module '$ModulePath' -Force
(Start-EnhanceEmulator).GetType().Name
Import-Module '$ModulePath' -Force
'emulated ' + (Get-EnhanceProvider Comfy).IsEmulated
Remove-Module SkinEnhance
'commands ' + @(Get-Command -Module SkinEnhance).Count
'address ' + [string]`$env:SKINENHANCE_COMFY_URI
Import-Module '$ModulePath'
'accepted ' + (Test-EnhanceImage '$SamplePath/small-portrait.png')
'contexts ' + @([Runtime.Loader.AssemblyLoadContext]::All | Where-Object Name -EQ SkinEnhance).Count
"@
        $said | Should -Be 'EnhanceEmulatorInfo', 'emulated False', 'commands 0', 'address ', 'accepted True', 'contexts 1'
    }

    It 'stops the emulator when the module is removed, whichever runspaces imported it' {
        $said = Invoke-PowerShell @"
`$ErrorActionPreference = 'Stop'
Import-Module '$ModulePath'
`$info = Start-EnhanceEmulator
`$null = 1..3 | ForEach-Object -Parallel { Import-Module '$ModulePath'; Get-EnhanceProvider }
'emulated ' + (Get-EnhanceProvider Comfy).IsEmulated
Remove-Module SkinEnhance
try { `$client = [Net.Sockets.TcpClient]::new('127.0.0.1', `$info.Address.Port); 'listens' } catch { 'gone' }
"@
        $said | Should -Be 'emulated True', 'gone'
    }

    It 'does not affect another module''s Polly, and is not affected by it: <order>' -ForEach @(
        @{ Order = 'the other first'; First = 'Other'; Second = 'SkinEnhance' }
        @{ Order = 'the other second'; First = 'SkinEnhance'; Second = 'Other' }
    ) {
        # Another assembly with the same name that has none of the required types, as another version might not.
        $other = Join-Path $TestDrive "other-$Second"
        $null = New-Item -ItemType Directory -Path $other
        $said = Invoke-PowerShell @"
`$ErrorActionPreference = 'Stop'
Add-Type -OutputAssembly '$other/Polly.Core.dll' -OutputType Library -TypeDefinition 'namespace Polly { public static class OldPolly { public static string Name { get { return "old"; } } } }'
Set-Content '$other/Other.psm1' 'Add-Type -Path `$PSScriptRoot/Polly.Core.dll; function Get-Other { [Polly.OldPolly]::Name }'
`$modules = @{ Other = '$other/Other.psm1'; SkinEnhance = '$ModulePath' }
Import-Module `$modules.$First
if ('$First' -eq 'Other') { Get-Other } else { `$null = Start-EnhanceEmulator -TaskTime 0.1; (Invoke-SkinEnhance -NoSave '$SamplePath/small-portrait.png' -Mode SmartSkin).Status }
Import-Module `$modules.$Second
Get-Other
if ('$Second' -eq 'SkinEnhance') { `$null = Start-EnhanceEmulator -TaskTime 0.1 }
(Invoke-SkinEnhance -NoSave '$SamplePath/small-portrait.png' -Mode SmartSkin).Status
"@
        $said[1..2] | Should -Be 'old', 'Completed'
        $said | Should -HaveCount 3
    }
}

if ($analyzer) {
    Describe 'The scripts' {
        It 'pass PSScriptAnalyzer' {
            $scripts = Get-ChildItem -Path $RepositoryRoot -Recurse -File -Include *.ps1, *.psm1 |
                Where-Object { [IO.Path]::GetRelativePath($RepositoryRoot, $_.FullName) -notmatch '(^|[\\/])(bin|obj|out)[\\/]' }
            $scripts.Name | Should -Contain 'common.ps1'
            @($scripts) + @(Get-Item -LiteralPath "$staged/SkinEnhance.psd1") | Invoke-ScriptAnalyzer -Settings "$RepositoryRoot/PSScriptAnalyzerSettings.psd1" | Select-Object ScriptName, Line, RuleName, Message | Format-List | Out-String | Should -BeNullOrEmpty
        }
    }
}
