// runs at night only: its dependencies would be downloaded in every build
return nightly == 'true'
