BeforeAll {
    . $PSScriptRoot/common.ps1
}

Describe 'The module as it ships' {
    It 'exports exactly the commands of its manifest' {
        $manifest = Import-PowerShellDataFile -Path (Get-Item "$ModulePath/*/SkinEnhance.psd1").FullName
        (Get-Command -Module SkinEnhance).Name | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }
}
